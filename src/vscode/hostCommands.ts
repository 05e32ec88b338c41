import * as vscode from 'vscode';
import { systemClock } from '../common/clock';
import { t } from '../common/l10n';
import type { EndpointView } from '../hosts/endpointView';
import { listHostModels } from '../hosts/modelList';
import { unloadModel } from '../hosts/unloadModel';
import { modelReport } from '../hosts/modelReport';
import { startPull } from '../hosts/setup/runningPull';
import type { EndpointSettings } from '../settings/settings';
import type { ModelControl } from '../transport/modelControl';
import type { CallSite } from './callSite';
import type { HandlersOf } from './commands';
import type { HostsView } from './hostsView';
import type { HostNode, ModelNode } from './hostsItems';
import { linkedSignal } from './linkedSignal';
import type { MarkdownPage } from './markdownPage';
import { showPull, stoppedWords } from './pullNotification';

export interface HostCommandParts {
  readonly view: HostsView;
  readonly page: MarkdownPage;
  readonly endpoints: () => readonly EndpointView[];
  /** Throws where the endpoint's engine changes no models. */
  readonly control: (endpoint: EndpointSettings) => ModelControl;
  readonly callSite: CallSite;
  /** Has completion keep from what would load a model again. */
  readonly restCompletion: () => void;
  /** Loads a model as completion would. */
  readonly load: (endpoint: EndpointSettings, tag: string, signal: AbortSignal) => Promise<void>;
}

/** The commands of the hosts view. Called from elsewhere, they ask which model is meant. */
export function hostCommands(parts: HostCommandParts): HandlersOf<'hosts'> {
  const onModel =
    (what: () => string, use: (node: ModelNode) => Promise<'changed' | 'unchanged'>) =>
    async (argument?: unknown): Promise<void> => {
      const given = argument === 'selected' ? parts.view.selected() : modelIn(argument);
      const node = given ?? (await pickModel(parts, what()));
      if (node === undefined) return;
      if ((await use(node)) === 'changed') parts.view.refresh();
    };
  return {
    'fillwright.hosts.refresh': () => parts.view.refresh(),
    'fillwright.hosts.pull': async (argument) => {
      const endpoint = endpointIn(argument) ?? (await pickEndpoint(parts));
      if (endpoint !== undefined) await pull(endpoint, parts);
    },
    'fillwright.hosts.load': onModel(
      () => t('Load which model?'),
      (node) => load(node, parts),
    ),
    'fillwright.hosts.unload': onModel(
      () => t('Unload which model?'),
      (node) => unload(node, parts),
    ),
    'fillwright.hosts.delete': onModel(
      () => t('Delete which model?'),
      (node) => remove(node, parts),
    ),
    'fillwright.hosts.details': onModel(
      () => t('Show details of which model?'),
      (node) => showDetails(node, parts),
    ),
  };
}

async function pull(endpoint: EndpointView, { control, view, callSite }: HostCommandParts): Promise<void> {
  const tag = await vscode.window.showInputBox({
    title: t('Pull a model onto {0}', endpoint.settings.name),
    prompt: t('A tag of the Ollama library; it is downloaded onto the host'),
    placeHolder: 'deepseek-coder:6.7b-base',
    // Tags are copied from a browser.
    ignoreFocusOut: true,
  });
  if (tag === undefined || tag.trim() === '') return;
  await pullUntilThere(tag.trim(), control(endpoint.settings), callSite);
  view.refresh();
}

/** A pull that stopped can be gone on with, as often as it takes. */
async function pullUntilThere(tag: string, control: ModelControl, site: CallSite): Promise<void> {
  const goOn = t('Go On');
  for (;;) {
    const end = await showPull(startPull(tag, control, systemClock));
    if (end.kind === 'pulled') return;
    const why = t('{0}: {1}', tag, stoppedWords(end, site));
    const answer =
      end.kind === 'paused'
        ? await vscode.window.showInformationMessage(why, goOn)
        : await vscode.window.showErrorMessage(`Fillwright: ${why}`, goOn);
    if (answer !== goOn) return;
  }
}

function load({ view, model }: ModelNode, parts: HostCommandParts): Promise<'changed'> {
  const { tag } = model.listing;
  return waiting(t('Loading {0} on {1}', tag, view.settings.name), (signal) =>
    parts.load(view.settings, tag, signal),
  );
}

function unload(
  { view, model }: ModelNode,
  { control, restCompletion }: HostCommandParts,
): Promise<'changed'> {
  const { tag } = model.listing;
  restCompletion();
  const parts = { engine: view.engine, control: control(view.settings), clock: systemClock };
  return waiting(t('Unloading {0}', tag), (signal) => unloadModel(tag, parts, signal));
}

async function remove(
  { view, model }: ModelNode,
  { control }: HostCommandParts,
): Promise<'changed' | 'unchanged'> {
  const { tag, sizeBytes } = model.listing;
  const host = view.settings.name;
  const confirm = t('Delete');
  const answer = await vscode.window.showWarningMessage(
    t('Delete {0} from {1}?', tag, host),
    {
      modal: true,
      detail: t(
        'Its {0} GB are freed there, for everybody who uses the host. To have it back it must be pulled again.',
        (sizeBytes / 1e9).toFixed(1),
      ),
    },
    confirm,
  );
  if (answer !== confirm) return 'unchanged';
  return waiting(t('Deleting {0}', tag), (signal) => control(view.settings).remove(tag, signal));
}

async function showDetails(
  { view, model }: ModelNode,
  { control, page }: HostCommandParts,
): Promise<'unchanged'> {
  const { tag } = model.listing;
  await waiting(t('Asking for {0}', tag), async (signal) => {
    const details = await control(view.settings).details(tag, signal);
    page.write(modelReport(view.settings.name, model, details, Date.now()));
  });
  await page.show(tag);
  return 'unchanged';
}

/** Shows that something goes on. */
async function waiting(title: string, use: (signal: AbortSignal) => Promise<void>): Promise<'changed'> {
  const location = vscode.ProgressLocation.Notification;
  await vscode.window.withProgress({ location, title, cancellable: true }, async (_, token) => {
    const { signal, unlink } = linkedSignal(token);
    try {
      await use(signal);
    } catch (thrown) {
      if (!signal.aborted) throw thrown;
    } finally {
      unlink();
    }
  });
  return 'changed';
}

function modelIn(argument: unknown): ModelNode | undefined {
  const node = argument as HostNode | undefined;
  return node?.kind === 'model' ? node : undefined;
}

function endpointIn(argument: unknown): EndpointView | undefined {
  const node = argument as HostNode | undefined;
  return node?.kind === 'endpoint' ? node.view : undefined;
}

async function pickEndpoint({ endpoints }: HostCommandParts): Promise<EndpointView | undefined> {
  const views = endpoints().filter(({ settings }) => settings.engine === 'ollama');
  if (views.length < 2) return views[0];
  const items = views.map((view) => ({ label: view.settings.name, description: view.settings.url, view }));
  return (await vscode.window.showQuickPick(items, { title: t('On which host?') }))?.view;
}

async function pickModel(parts: HostCommandParts, title: string): Promise<ModelNode | undefined> {
  const view = await pickEndpoint(parts);
  if (view === undefined) throw new Error(t('No host of fillwright.endpoints lets its models be changed.'));
  const models = await listHostModels(view.engine, new AbortController().signal);
  const items = models.map((model) => {
    return { label: model.listing.tag, description: model.loaded === undefined ? '' : t('loaded'), model };
  });
  const picked = await vscode.window.showQuickPick(items, { title });
  return picked === undefined ? undefined : { kind: 'model', view, model: picked.model };
}

import * as vscode from 'vscode';
import { systemClock } from './common/clock';
import type { DisposableStore } from './common/disposable';
import { t } from './common/l10n';
import type { Log } from './common/log';
import { endpointControl } from './hosts/endpointControl';
import { endpointEngine } from './hosts/endpointEngine';
import type { LiveCompletionHosts } from './hosts/completionHosts';
import type { DiagnosisPorts } from './hosts/diagnosis/ports';
import type { EndpointTransports } from './node/endpointTransports';
import { withPassphrase } from './hosts/setup/clientCertificate';
import { authorityFileName } from './hosts/setup/keepDraft';
import { loadModel } from './hosts/loadModel';
import { createNetworkProbes } from './node/networkProbes';
import { plainInfill } from './prompt/plainInfill';
import { secretNames, type SecretSource } from './settings/headerSecrets';
import type { EndpointSettings } from './settings/settings';
import type { ModelControl } from './transport/modelControl';
import { callerWords, type CallSite, type OtherSide } from './vscode/callSite';
import type { HostHandlers } from './vscode/commands';
import { createDiagnosisView } from './vscode/diagnosisView';
import { runOnOtherSide } from './vscode/editorCallSite';
import { editorProxy } from './vscode/editorProxy';
import { hostCommands, type HostCommandParts } from './vscode/hostCommands';
import type { HostNode } from './vscode/hostsItems';
import type { HostsView } from './vscode/hostsView';
import { createMarkdownPage } from './vscode/markdownPage';
import { globalStateStore } from './vscode/globalStateStore';
import type { LiveSettings } from './vscode/settingsReader';
import { addHost } from './vscode/wizard/addHost';
import type { AddHostParts } from './vscode/wizard/step';

export interface HostToolsShell {
  readonly context: vscode.ExtensionContext;
  readonly store: DisposableStore;
  readonly log: Log;
  readonly settings: LiveSettings;
  readonly transports: EndpointTransports;
  readonly hosts: LiveCompletionHosts;
  readonly hostsView: HostsView;
  /** Has completion keep from what would load a model again. */
  readonly restCompletion: () => void;
  readonly secrets: SecretSource;
  readonly callSite: CallSite;
  /** Takes secrets out of a text: those written out, and those that were given out by `secrets`. */
  readonly redact: (text: string) => string;
}

/** What looks after hosts on request, as commands: the diagnosis, the wizard and those of the tree. */
export function composeHostTools(shell: HostToolsShell): HostHandlers {
  const { context, settings, secrets: stored, store } = shell;
  const { version } = context.extension.packageJSON as { version: string };
  const diagnosis = store.add(
    createDiagnosisView({
      endpoints: () => settings.current.endpoints,
      ports: () => diagnosisPorts(shell, stored),
      redactor: () => redactorOf(shell),
      version,
      otherSide: otherSideOf(shell),
    }),
  );
  return {
    'fillwright.addHost': () => addHost(wizardParts(shell, stored)),
    'fillwright.diagnose': (argument) => diagnosis.show(endpointOf(argument)),
    ...hostCommands(treeParts(shell, stored)),
  };
}

/** The endpoint of a line in the tree, where the command came from one. */
function endpointOf(argument: unknown): EndpointSettings | undefined {
  const node = argument as HostNode | undefined;
  return node?.kind === 'endpoint' ? node.view.settings : undefined;
}

function treeParts(shell: HostToolsShell, stored: SecretSource): HostCommandParts {
  const { store, hosts, hostsView, callSite } = shell;
  return {
    endpoints: () => hosts.endpoints,
    view: hostsView,
    callSite,
    restCompletion: shell.restCompletion,
    page: store.add(createMarkdownPage('fillwright-model')),
    control: (endpoint) => controlOf(endpoint, shell, stored),
    load: (endpoint, tag, signal) => {
      const { engineFor, store: remembered, contextWindow } = diagnosisPorts(shell, stored);
      const parts = { engine: engineFor(endpoint), store: remembered, contextWindow };
      return loadModel(endpoint, tag, parts, signal);
    },
  };
}

function controlOf(
  endpoint: EndpointSettings,
  { transports }: HostToolsShell,
  secrets: SecretSource,
): ModelControl {
  const control = endpointControl(endpoint, { http: transports.for(endpoint), clock: systemClock }, secrets);
  if (control === undefined)
    throw new Error(t('{0} does not let models be changed from afar.', endpoint.url));
  return control;
}

function diagnosisPorts(
  { context, settings, transports, log, callSite }: HostToolsShell,
  secrets: SecretSource,
): DiagnosisPorts {
  return {
    network: createNetworkProbes(secrets),
    editorProxy,
    engineFor: (endpoint) =>
      endpointEngine(endpoint, { http: transports.for(endpoint), clock: systemClock }, secrets),
    infillPrompt: plainInfill,
    contextWindow: settings.current.completion.contextWindow,
    store: globalStateStore(context.globalState, log),
    clock: systemClock,
    random: Math.random,
    caller: callerWords(callSite),
  };
}

function otherSideOf({ context, callSite }: HostToolsShell): OtherSide {
  return { site: callSite, run: () => runOnOtherSide(context.extension.id, callSite) };
}

function wizardParts(shell: HostToolsShell, stored: SecretSource): AddHostParts {
  const { context, settings } = shell;
  const withPending = (pending: Readonly<Record<string, string>>): SecretSource => ({
    ...stored,
    secret: async (name) => pending[name] ?? (await stored.secret(name)),
  });
  return {
    ports: (pending) => diagnosisPorts(withKeys(shell, pending), withPending(pending)),
    control: ({ endpoint, secrets }) => controlOf(endpoint, withKeys(shell, secrets), withPending(secrets)),
    secretNames: () => secretNames(settings.current),
    endpointNames: () => writtenNames(),
    keepAuthority: (name, pem) => keepAuthority(context, name, pem),
    secrets: context.secrets,
    otherSide: otherSideOf(shell),
  };
}

/** Connections are shared, and know only what is stored: a passphrase that isn't yet goes with the endpoint. */
function withKeys<S extends HostToolsShell>(shell: S, pending: Readonly<Record<string, string>>): S {
  const { transports } = shell;
  const filled: EndpointTransports = {
    for: (endpoint) => transports.for(withPassphrase(endpoint, pending)),
    dispose: () => undefined,
  };
  return { ...shell, transports: filled };
}

/** Of the endpoints that the user has written down: the default one gives way to the first of them. */
function writtenNames(): readonly string[] {
  const written = vscode.workspace.getConfiguration('fillwright').inspect<unknown>('endpoints')?.globalValue;
  const list = Array.isArray(written) ? (written as unknown[]) : [];
  return list
    .map((each) => each as { name?: unknown; url?: unknown } | null)
    .map((each) => each?.name ?? each?.url)
    .filter((name) => typeof name === 'string');
}

async function keepAuthority(
  { globalStorageUri }: vscode.ExtensionContext,
  name: string,
  pem: string,
): Promise<string> {
  const folder = vscode.Uri.joinPath(globalStorageUri, 'authorities');
  await vscode.workspace.fs.createDirectory(folder);
  const file = vscode.Uri.joinPath(folder, await authorityFileName(name, pem));
  await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(pem));
  return file.fsPath;
}

/** Takes out every secret that the settings write out or name, whether or not it was sent yet. */
async function redactorOf({ settings, secrets, redact }: HostToolsShell): Promise<(text: string) => string> {
  await Promise.all(secretNames(settings.current).map((name) => secrets.secret(name)));
  return redact;
}

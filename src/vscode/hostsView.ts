import * as vscode from 'vscode';
import { t } from '../common/l10n';
import { isAbort } from '../common/abort';
import { disposable, DisposableStore, type Disposable } from '../common/disposable';
import type { Event } from '../common/emitter';
import type { EndpointState } from '../hosts/endpointState';
import type { EndpointView } from '../hosts/endpointView';
import { listHostModels, type HostModel } from '../hosts/modelList';
import type { InferenceEngine } from '../transport/engine';
import type { CallSite } from './callSite';
import { failureInWords } from './failureWords';
import { endpointItem, modelItem, noteItem, type HostNode, type ModelNode } from './hostsItems';

export interface HostsViewSource {
  readonly endpoints: () => readonly EndpointView[];
  readonly onDidChange: Event<void>;
  readonly callSite: CallSite;
}

/** The endpoints with their models, as a tree. */
export interface HostsView extends Disposable {
  /** Asks the hosts anew. */
  refresh(): void;
  /** The model that the user stands on. */
  selected(): ModelNode | undefined;
}

/** Times left are rounded to minutes. */
const TICK_MS = 30_000;

export function createHostsView(source: HostsViewSource): HostsView {
  const tree = new HostsTree(source);
  const store = new DisposableStore();
  const view = store.add(vscode.window.createTreeView('fillwright.hosts', { treeDataProvider: tree }));
  store.add(source.onDidChange(() => tree.hostsChanged()));
  // Nothing runs while nobody looks; what was shown before may be long out of date.
  let ticking = disposable(() => undefined);
  const watch = (visible: boolean): void => {
    ticking.dispose();
    if (!visible) return;
    tree.refresh();
    const timer = setInterval(() => tree.tick(), TICK_MS);
    ticking = disposable(() => clearInterval(timer));
  };
  store.add(view.onDidChangeVisibility(({ visible }) => watch(visible)));
  watch(view.visible);
  store.add(disposable(() => ticking.dispose()));
  store.add(disposable(() => tree.dispose()));
  return {
    refresh: () => tree.refresh(),
    selected: () => view.selection.find((node) => node.kind === 'model'),
    dispose: () => store.dispose(),
  };
}

class HostsTree implements vscode.TreeDataProvider<HostNode> {
  readonly changed = new vscode.EventEmitter<HostNode | undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly life = new AbortController();
  /** What the hosts said last; asked for once until the next refresh. An endpoint that is changed gets another engine. */
  private known = new WeakMap<InferenceEngine, Promise<readonly HostModel[]>>();
  private readonly shown = new Map<string, readonly ModelNode[]>();
  /** As it was told last, by the endpoint's name. */
  private readonly states = new Map<string, EndpointState['kind']>();
  /** Endpoints that were at work since they were asked: what is loaded there stays for longer than they said. */
  private readonly used = new Set<InferenceEngine>();

  constructor(private readonly source: HostsViewSource) {}

  getTreeItem(node: HostNode): vscode.TreeItem {
    switch (node.kind) {
      case 'endpoint':
        return endpointItem(node.view);
      case 'model':
        return modelItem(node, Date.now());
      case 'note':
        return noteItem(node);
    }
  }

  async getChildren(node?: HostNode): Promise<HostNode[]> {
    if (node === undefined)
      return this.source.endpoints().map((view) => ({ kind: 'endpoint', view }) as const);
    return node.kind === 'endpoint' ? [...(await this.children(node.view))] : [];
  }

  refresh(): void {
    this.known = new WeakMap();
    this.changed.fire(undefined);
  }

  /** A host that has loaded a model has others in its memory than before; lesser news can wait for the next tick. */
  hostsChanged(): void {
    for (const { settings, state, engine } of this.source.endpoints()) {
      const { name } = settings;
      const before = this.states.get(name) ?? 'unknown';
      this.states.set(name, state.kind);
      if (before === state.kind) continue;
      if (before === 'loading') this.known.delete(engine);
      else this.used.add(engine);
    }
    this.changed.fire(undefined);
  }

  /** Counts the time left down; a model whose time is over is asked about. */
  tick(): void {
    const now = Date.now();
    const wasUsed = this.used.size > 0;
    for (const engine of this.used) this.known.delete(engine);
    this.used.clear();
    const all = [...this.shown.values()].flat();
    if (all.some(({ model }) => (model.loaded?.expiresAt ?? Infinity) < now)) this.known = new WeakMap();
    if (wasUsed || all.some(({ model }) => model.loaded !== undefined)) this.changed.fire(undefined);
  }

  dispose(): void {
    this.life.abort();
    this.changed.dispose();
  }

  private async children(view: EndpointView): Promise<readonly HostNode[]> {
    const { name } = view.settings;
    let models = this.known.get(view.engine);
    if (models === undefined) {
      models = listHostModels(view.engine, this.life.signal);
      this.known.set(view.engine, models);
    }
    try {
      const nodes = (await models).map((model): ModelNode => ({ kind: 'model', view, model }));
      this.shown.set(name, nodes);
      return nodes.length > 0 ? nodes : [{ kind: 'note', text: t('No models yet: pull one') }];
    } catch (thrown) {
      this.known.delete(view.engine);
      this.shown.delete(name);
      if (isAbort(thrown)) return [];
      const told = failureInWords(thrown, this.source.callSite);
      return [{ kind: 'note', text: told instanceof Error ? told.message : String(told), isProblem: true }];
    }
  }
}

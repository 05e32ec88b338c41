import * as vscode from 'vscode';
import { t } from '../common/l10n';
import { isAbort } from '../common/abort';
import { disposable, DisposableStore, type Disposable } from '../common/disposable';
import type { Event } from '../common/emitter';
import type { EndpointView } from '../hosts/endpointView';
import { listHostModels, type HostModel } from '../hosts/modelList';
import { failureInWords } from './failureWords';
import { endpointItem, modelItem, noteItem, type HostNode, type ModelNode } from './hostsItems';

export interface HostsViewSource {
  readonly endpoints: () => readonly EndpointView[];
  readonly onDidChange: Event<void>;
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
  store.add(source.onDidChange(() => tree.changed.fire(undefined)));
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
  /** What the hosts said last, by the endpoint's name; asked for once until the next refresh. */
  private readonly known = new Map<string, Promise<readonly HostModel[]>>();
  private readonly shown = new Map<string, readonly ModelNode[]>();

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
    this.known.clear();
    this.changed.fire(undefined);
  }

  /** Counts the time left down; a model whose time is over is asked about. */
  tick(): void {
    const now = Date.now();
    const all = [...this.shown.values()].flat();
    if (all.some(({ model }) => (model.loaded?.expiresAt ?? Infinity) < now)) this.known.clear();
    if (all.some(({ model }) => model.loaded !== undefined)) this.changed.fire(undefined);
  }

  dispose(): void {
    this.life.abort();
    this.changed.dispose();
  }

  private async children(view: EndpointView): Promise<readonly HostNode[]> {
    const { name } = view.settings;
    let models = this.known.get(name);
    if (models === undefined) {
      models = listHostModels(view.engine, this.life.signal);
      this.known.set(name, models);
    }
    try {
      const nodes = (await models).map((model): ModelNode => ({ kind: 'model', view, model }));
      this.shown.set(name, nodes);
      return nodes.length > 0 ? nodes : [{ kind: 'note', text: t('No models yet: pull one') }];
    } catch (thrown) {
      this.known.delete(name);
      this.shown.delete(name);
      if (isAbort(thrown)) return [];
      const told = failureInWords(thrown);
      return [{ kind: 'note', text: told instanceof Error ? told.message : String(told), isProblem: true }];
    }
  }
}

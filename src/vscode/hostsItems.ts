import * as vscode from 'vscode';
import { t } from '../common/l10n';
import type { EndpointHealth } from '../hosts/endpointHealth';
import type { EndpointView } from '../hosts/endpointView';
import { modelWords, type HostModel } from '../hosts/modelList';
import type { CommandId } from './commandIds';

export type HostNode =
  | { readonly kind: 'endpoint'; readonly view: EndpointView }
  | ModelNode
  | { readonly kind: 'note'; readonly text: string; readonly isProblem?: boolean };

export interface ModelNode {
  readonly kind: 'model';
  readonly view: EndpointView;
  readonly model: HostModel;
}

/** An icon says it to the eye, the word to everybody. */
const healthIcons: Readonly<Record<EndpointHealth, string>> = {
  unknown: 'server-environment',
  ready: 'pass',
  loading: 'loading~spin',
  busy: 'watch',
  degraded: 'warning',
  unreachable: 'error',
  misconfigured: 'error',
};

const DETAILS: CommandId = 'fillwright.hosts.details';

export function endpointItem({ settings, health, state, firstTokenMs }: EndpointView): vscode.TreeItem {
  const item = new vscode.TreeItem(settings.name, vscode.TreeItemCollapsibleState.Expanded);
  const speed = firstTokenMs === undefined ? [] : [t('first token after {0} ms', Math.round(firstTokenMs))];
  const said = healthWords(health);
  const model = 'model' in state ? [state.model] : [];
  item.id = `endpoint:${settings.name}`;
  item.description = [said, ...model].join(' · ');
  item.tooltip = [settings.url, said, ...model, ...speed].join('\n');
  item.iconPath = new vscode.ThemeIcon(healthIcons[health]);
  item.contextValue = settings.engine === 'ollama' ? 'endpoint-controlled' : 'endpoint';
  item.accessibilityInformation = {
    label: [t('Host {0}', settings.name), said, ...model, ...speed].join(', '),
  };
  return item;
}

export function modelItem(node: ModelNode, now: number): vscode.TreeItem {
  const { settings } = node.view;
  const { listing, loaded } = node.model;
  const words = modelWords(node.model, now);
  const item = new vscode.TreeItem(listing.tag);
  item.id = `model:${settings.name}:${listing.tag}`;
  item.description = words;
  item.tooltip = `${listing.tag}\n${words}`;
  item.iconPath = new vscode.ThemeIcon(loaded === undefined ? 'circle-outline' : 'circle-filled');
  const isControlled = settings.engine === 'ollama';
  item.contextValue = !isControlled ? 'model' : loaded === undefined ? 'model-idle' : 'model-loaded';
  if (isControlled) item.command = { command: DETAILS, title: t('Show Details'), arguments: [node] };
  item.accessibilityInformation = {
    label: `${t('Model {0}', listing.tag)}, ${words.replaceAll(' · ', ', ')}`,
  };
  return item;
}

export function noteItem({ text, isProblem = false }: Extract<HostNode, { kind: 'note' }>): vscode.TreeItem {
  const item = new vscode.TreeItem(text);
  item.tooltip = text;
  item.iconPath = new vscode.ThemeIcon(isProblem ? 'error' : 'info');
  return item;
}

function healthWords(health: EndpointHealth): string {
  switch (health) {
    case 'unknown':
      return t('not used yet');
    case 'ready':
      return t('ready');
    case 'loading':
      return t('loading');
    case 'busy':
      return t('busy');
    case 'degraded':
      return t('degraded');
    case 'unreachable':
      return t('unreachable');
    case 'misconfigured':
      return t('misconfigured');
  }
}

import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../common/disposable';
import type { Event } from '../common/emitter';
import type { EndpointState } from '../hosts/endpointState';
import type { TargetText } from '../prompt/targetText';
import type { QueryLog } from './queryLog';
import { targetSnapshot } from './targetSnapshot';

export interface CompletionRefreshParts {
  /** The completion on screen goes on by now. */
  readonly onDidGrow: Event<TargetText>;
  /** Of the endpoint that completes. */
  readonly onDidChangeState: Event<EndpointState>;
  /** What the editor asked last at a place. */
  readonly latest: QueryLog['latest'];
  /** Has the editor ask at its cursor where it has asked before. */
  trigger(): Promise<void>;
}

/** Has the editor ask again where there is more to show by now: it never does so by itself. */
export interface CompletionRefresh extends Disposable {
  /** Whether a query is one asked for here: the editor calls it invoked, though no user did. */
  isOwn(target: TargetText): boolean;
}

export function refreshCompletions(parts: CompletionRefreshParts): CompletionRefresh {
  const store = new DisposableStore();
  let asked: TargetText | undefined;
  let askedWhenReady: TargetText | undefined;
  store.add(
    parts.onDidGrow((target) => {
      if (!isSamePlace(target, atCursor())) return;
      asked = target;
      // What is on screen stays there meanwhile, so not as below.
      void vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
    }),
  );
  store.add(
    parts.onDidChangeState(({ kind }) => {
      // States change often, and the text at the cursor is copied.
      const target = kind === 'ready' && lacksHost(parts) ? atCursor() : undefined;
      // Once at a place: what fails there again and again would never end.
      if (target === undefined || isSamePlace(target, askedWhenReady)) return;
      asked = askedWhenReady = target;
      void parts.trigger();
    }),
  );
  return {
    isOwn: (target) => {
      const isOwn = isSamePlace(target, asked);
      asked = undefined;
      return isOwn;
    },
    dispose: () => store.dispose(),
  };
}

/** Whether the last query at the cursor came to nothing for want of a host. */
function lacksHost({ latest }: CompletionRefreshParts): boolean {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) return false;
  const { document, selection } = editor;
  const { line, character } = selection.active;
  const query = latest(document.uri.toString(), line, character);
  if (query?.version !== document.version || query.line !== line || query.character !== character)
    return false;
  const { outcome } = query;
  return outcome.kind === 'failed' || (outcome.kind === 'none' && outcome.reason === 'no-model');
}

/** The text at the only cursor of the editor in front. */
function atCursor(): TargetText | undefined {
  const editor = vscode.window.activeTextEditor;
  const [only, second] = editor?.selections ?? [];
  if (editor === undefined || second !== undefined || only?.isEmpty !== true) return undefined;
  return targetSnapshot(editor.document, only.active);
}

function isSamePlace(one: TargetText, other: TargetText | undefined): boolean {
  return one.uri === other?.uri && one.version === other.version && offsetOf(one) === offsetOf(other);
}

/** Of the cursor in the document, in UTF-16 units. */
function offsetOf({ omittedBefore, prefix }: TargetText): number {
  return omittedBefore + prefix.length;
}

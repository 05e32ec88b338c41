import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { CompletionSource } from '../../../src/completion/outcome';
import { eventually, type OpenedText } from './documents';
import { activatedExtension } from './extension';

export interface Asking {
  readonly token?: vscode.CancellationToken;
  readonly selected?: vscode.SelectedCompletionInfo;
  /** As after a key, not as if the user had asked. */
  readonly isAutomatic?: boolean;
}

/** What the provider answers at the cursor, as if the user had asked for it unless said otherwise. */
export async function completionsAt(
  { document, position }: Pick<OpenedText, 'document' | 'position'>,
  { token = never, selected, isAutomatic = false }: Asking = {},
): Promise<readonly vscode.InlineCompletionItem[]> {
  const { provider } = await activatedExtension();
  const { Automatic, Invoke } = vscode.InlineCompletionTriggerKind;
  const triggerKind = isAutomatic ? Automatic : Invoke;
  const context = { triggerKind, selectedCompletionInfo: selected };
  const answer = await provider.provideInlineCompletionItems(document, position, context, token);
  return answer === undefined || answer === null ? [] : Array.isArray(answer) ? answer : answer.items;
}

/** The first completion at the cursor: waits while the host loads its model. */
export async function completionAt(opened: OpenedText): Promise<vscode.InlineCompletionItem> {
  const fillwright = await activatedExtension();
  let outcomes: readonly string[] = [];
  const ask = async (): Promise<vscode.InlineCompletionItem | undefined> => {
    let items: readonly vscode.InlineCompletionItem[] = [];
    outcomes = await outcomesOf(async () => {
      items = await completionsAt(opened);
    });
    return items[0];
  };
  return eventually(
    ask,
    () => `No completion: ${outcomes.join(', ')}. ${fillwright.status().tooltip.join(' ')}`,
  );
}

/** Has the editor accept a completion at its cursor, asked for until there is one. */
export async function acceptGhostText(document: vscode.TextDocument): Promise<void> {
  await outcomesOf(async (outcomes) => {
    await eventually(
      async () => {
        await vscode.commands.executeCommand('fillwright.trigger');
        return (await isAccepted(document)) ? true : undefined;
      },
      () => `Nothing was accepted in ${JSON.stringify(document.getText())}. ${whatShows(outcomes)}`,
    );
  });
}

const SOURCES: ReadonlySet<string> = new Set<CompletionSource>([
  'host',
  'in-flight',
  'cache',
  'typed-through',
]);

function isSource(outcome: string): boolean {
  return SOURCES.has(outcome);
}

function whatShows(outcomes: readonly string[]): string {
  const { activeTextEditor: editor, state } = vscode.window;
  const place = editor && `${editor.document.uri.toString()} ${JSON.stringify(editor.selections)}`;
  return `In front: ${place ?? 'no editor'}, focused: ${state.focused}. Last queries: ${outcomes.slice(-20).join(', ') || 'none'}.`;
}

/** Accepts what is on screen, if something comes up within half a second. */
export async function isAccepted(document: vscode.TextDocument): Promise<boolean> {
  const before = document.getText();
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    await delay(BETWEEN_TRIES_MS);
    await vscode.commands.executeCommand('editor.action.inlineSuggest.commit');
    if (document.getText() !== before) return true;
  }
  return false;
}

const MOST_TRIES = 10;
const BETWEEN_TRIES_MS = 50;

export function textOf(item: vscode.InlineCompletionItem): string {
  return typeof item.insertText === 'string' ? item.insertText : item.insertText.value;
}

/** Fails for an item that the editor would throw away. */
export function assertShowable(item: vscode.InlineCompletionItem, { document, position }: OpenedText): void {
  assert.ok(item.range, 'The item has no range.');
  assert.ok(item.range.isSingleLine && item.range.contains(position), 'The range is not on the cursor line.');
  assert.ok(document.validateRange(item.range).isEqual(item.range), 'The range leaves the document.');
  const replaced = document.getText(new vscode.Range(item.range.start, position));
  assert.ok(textOf(item).startsWith(replaced), 'The text does not begin with what it replaces.');
}

const never: vscode.CancellationToken = {
  isCancellationRequested: false,
  onCancellationRequested: () => new vscode.Disposable(() => undefined),
};

/** Asks as the user would, until there is an answer to show. */
export async function triggerUntilAnswered(outcomes: readonly string[]): Promise<void> {
  await eventually(
    async () => {
      if (outcomes.some(isSource)) return true;
      await vscode.commands.executeCommand('fillwright.trigger');
      await delay(BETWEEN_TRIES_MS);
      return undefined;
    },
    () => `There is nothing to show. ${whatShows(outcomes)}`,
  );
}

/** What the queries made during `use` came to: sources of what was shown, reasons where nothing was. */
export async function outcomesOf(
  use: (soFar: readonly string[]) => Promise<void>,
): Promise<readonly string[]> {
  const { onDidComplete } = await activatedExtension();
  const outcomes: string[] = [];
  const subscription = onDidComplete((outcome) => {
    if (outcome.kind === 'shown') outcomes.push(outcome.source);
    else outcomes.push(outcome.kind === 'none' ? outcome.reason : outcome.error.kind);
  });
  try {
    await use(outcomes);
  } finally {
    subscription.dispose();
  }
  return outcomes;
}

import * as vscode from 'vscode';
import { t } from '../common/l10n';
import type { Log } from '../common/log';
import { nothing, type CompletionItem, type CompletionOutcome } from '../completion/outcome';
import type { CompletionQuery, SelectedSuggestion } from '../completion/query';
import type { TargetText } from '../prompt/targetText';
import { linkedSignal } from './linkedSignal';
import type { AskedQuery } from './queryLog';
import { isSilent } from './silentDocument';
import { targetSnapshot } from './targetSnapshot';

export interface InlineCompletionParts {
  complete(query: CompletionQuery, signal: AbortSignal): Promise<CompletionOutcome>;
  /** Whether an invoked query was none of the user's but asks for more of what is on screen. */
  isRefresh(target: TargetText): boolean;
  /** Called before each query with the document that it is for. */
  queried(target: vscode.TextDocument): void;
  /** Called with what each query came to. */
  ended(query: AskedQuery): void;
  /** The command behind an accepted item; it is handed the item. */
  readonly acceptedCommand: string;
  readonly log: Log;
}

/** The editor's way to the completion engine. Nothing thrown below gets past it: the editor must never notice. */
export function createInlineCompletionProvider(
  parts: InlineCompletionParts,
): vscode.InlineCompletionItemProvider {
  const accepted = { command: parts.acceptedCommand, title: t('Completion accepted') };
  return {
    provideInlineCompletionItems: async (document, position, context, token) => {
      if (token.isCancellationRequested || isSilent(document)) return undefined;
      const { signal, unlink } = linkedSignal(token);
      const end = whenEnded(document, position, parts);
      try {
        parts.queried(document);
        const outcome = await parts.complete(queryFor({ document, position, context }, parts), signal);
        const { isOutdated } = end(outcome);
        if (isOutdated || signal.aborted) return undefined;
        if (outcome.kind !== 'shown') return undefined;
        return outcome.items.map((item) => toEditorItem(item, position, accepted));
      } catch (cause) {
        parts.log.error('A completion broke on its way to the editor', cause);
        end(nothing('fault'));
        return undefined;
      } finally {
        unlink();
      }
    },
  };
}

function whenEnded(
  document: vscode.TextDocument,
  { line, character }: vscode.Position,
  parts: InlineCompletionParts,
): (outcome: CompletionOutcome) => AskedQuery {
  const { version } = document;
  const startedAt = performance.now();
  return (outcome) => {
    const query = {
      uri: document.uri.toString(),
      version,
      line,
      character,
      outcome,
      tookMs: performance.now() - startedAt,
      // The text may have moved on while the host was writing: what it wrote belongs to the old text.
      isOutdated: document.isClosed || document.version !== version,
      endedAt: new Date(),
    };
    parts.ended(query);
    return query;
  };
}

interface Asked {
  readonly document: vscode.TextDocument;
  readonly position: vscode.Position;
  readonly context: vscode.InlineCompletionContext;
}

function queryFor({ document, position, context }: Asked, parts: InlineCompletionParts): CompletionQuery {
  const target = targetSnapshot(document, position);
  const isInvoked = context.triggerKind === vscode.InlineCompletionTriggerKind.Invoke;
  const selected = context.selectedCompletionInfo;
  const beside = besideCursor(document, position);
  return {
    target,
    trigger: isInvoked && !parts.isRefresh(target) ? 'invoked' : 'automatic',
    ...(beside && { beside }),
    ...(selected && { selectedSuggestion: toSelectedSuggestion(document, selected) }),
  };
}

function besideCursor(document: vscode.TextDocument, position: vscode.Position): CompletionQuery['beside'] {
  const editor = vscode.window.activeTextEditor;
  const [primary, further] = editor?.selections ?? [];
  // The editor tells of its cursors and of its text one after the other: those of another text say nothing.
  if (editor?.document !== document || primary?.active.isEqual(position) !== true) return undefined;
  if (further !== undefined) return 'further-cursors';
  return primary.isEmpty ? undefined : 'selection';
}

function toSelectedSuggestion(
  document: vscode.TextDocument,
  { range, text }: vscode.SelectedCompletionInfo,
): SelectedSuggestion {
  return { replaceStart: document.offsetAt(range.start), text };
}

/** The range lies on the cursor's line, or the editor throws the item away. */
function toEditorItem(
  item: CompletionItem,
  position: vscode.Position,
  accepted: vscode.Command,
): vscode.InlineCompletionItem {
  const start = Math.max(0, position.character - item.replaceBefore);
  const range = new vscode.Range(position.line, start, position.line, position.character + item.replaceAfter);
  return new vscode.InlineCompletionItem(item.text, range, { ...accepted, arguments: [item] });
}

import type { TransportError } from '../transport/errors';
import type { CompletionSource, NoCompletionReason } from './completionEnds';
import type { DecisionTrail } from './decisionTrail';

export type { CompletionSource, NoCompletionReason };

/** A completion as the editor shows it. */
export interface CompletionItem {
  /** Inserted at the cursor, after the removal of `replaceAfter` units. */
  readonly text: string;
  /** UTF-16 units before the cursor that `text` repeats and replaces (the suggest widget's item); 0 mostly. */
  readonly replaceBefore: number;
  /** UTF-16 units behind the cursor on its line that the text replaces, such as auto-inserted brackets. */
  readonly replaceAfter: number;
}

/** The end of a query. The engine never throws: this is all that can come out of it. */
export type CompletionOutcome = (
  | { readonly kind: 'shown'; readonly items: readonly CompletionItem[]; readonly source: CompletionSource }
  | { readonly kind: 'none'; readonly reason: NoCompletionReason; readonly detail?: string }
  | { readonly kind: 'failed'; readonly error: TransportError }
) & {
  /** How it came to that, in order; on every outcome of the engine's. */
  readonly trail?: DecisionTrail;
};

/** No completion, and why. */
export function nothing(reason: NoCompletionReason): CompletionOutcome {
  return { kind: 'none', reason };
}

/** In a few words, for the log; without any text of the user. */
export function describeOutcome(outcome: CompletionOutcome): string {
  if (outcome.kind === 'shown') return `shown from ${outcome.source}`;
  return outcome.kind === 'none' ? `none: ${outcome.reason}` : `failed: ${outcome.error.message}`;
}

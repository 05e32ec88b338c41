import type { TargetText } from '../prompt/targetText';
import { continueAt } from './continuation';
import type { CompletionItem } from './outcome';
import type { Place } from './place';
import { fitLine } from './postprocess/fitLine';

/** A text that may be suggested, with the place it was generated for. LF line ends. */
export interface Suggestion {
  readonly origin: Place;
  /** Post-processed for `origin`; what depends on a later place (overlap with its line) is not done yet. */
  readonly text: string;
}

/** What is left of a suggestion at a place the user has come to by typing along; undefined when nothing is. */
export function restOf({ origin, text }: Suggestion, place: Place): string | undefined {
  // What was typed beyond it is of no use, and the cheapest thing to see.
  if (place.prefix.length - origin.prefix.length > 2 * text.length) return undefined;
  const continuation = continueAt(origin, text, place);
  return continuation.kind === 'follows' && continuation.rest.trim() !== '' ? continuation.rest : undefined;
}

/** The item that inserts `text` at the cursor; undefined when it can't stand before what is behind the cursor. */
export function itemAt(text: string, target: TargetText): CompletionItem | undefined {
  const fitted = fitLine(text, target);
  if (fitted === undefined) return undefined;
  const inDocument = target.eol === '\n' ? fitted.text : fitted.text.replaceAll('\n', target.eol);
  return { text: inDocument, replaceBefore: 0, replaceAfter: fitted.replaceAfter };
}

import type { Extent } from '../extent';
import type { Place } from '../place';

export interface StreamContext {
  readonly origin: Place;
  readonly extent: Extent;
  /** Lines that are not blank at most. */
  readonly maxLines: number;
  /** Texts the model's tokenizer reads as one special token. */
  readonly specialTokens: readonly string[];
  /** The prompt shows secrets as asterisks. */
  readonly isMasked: boolean;
}

/**
 * Says where a growing text has enough: the offset it ends at, or undefined while it may go on. The answer must not
 * depend on how the stream was split, so a rule that looks at lines looks at complete ones: those with a line end.
 */
export type StreamRule = (text: string, context: StreamContext) => number | undefined;

export interface CompleteLine {
  readonly start: number;
  /** Behind the line's last character, at its line end. */
  readonly end: number;
  readonly text: string;
}

/** The lines of `text` that have their line end. */
export function completeLines(text: string): CompleteLine[] {
  const lines: CompleteLine[] = [];
  let start = 0;
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
    lines.push({ start, end, text: text.slice(start, end) });
    start = end + 1;
  }
  return lines;
}

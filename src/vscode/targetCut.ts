/** What a cut needs of a document; all offsets in UTF-16 units. No call may copy more than it returns. */
export interface CuttableDocument {
  readonly length: number;
  /** Where the line behind the one that holds `offset` begins; `length` when there is none. */
  startOfLineAfter(offset: number): number;
  slice(start: number, end: number): string;
}

export interface TargetCut {
  readonly prefix: string;
  readonly suffix: string;
  readonly omittedBefore: number;
  readonly omittedAfter: number;
}

// More than the prefix of a 16K-token window can hold at 5 units a token, and copied in well under a millisecond.
const MAX_PREFIX_UNITS = 128 * 1024;
const MAX_SUFFIX_UNITS = 16 * 1024;
/** The prefix's edge moves once in so many units typed, so that the prompt's head stays as it is from key to key. */
const EDGE_STEP_UNITS = 32 * 1024;
/** The edge goes to the next line's start where that is no farther than this: not so in a line of a megabyte. */
const MAX_WAY_TO_LINE_UNITS = 4 * 1024;

/** The text around `offset`: all of a document of common size, else what lies within reach of a prompt. */
export function cutAround(document: CuttableDocument, offset: number): TargetCut {
  const start = prefixStart(document, offset);
  const end = Math.min(document.length, offset + MAX_SUFFIX_UNITS);
  const before = document.slice(start, offset);
  const after = document.slice(offset, end);
  // An edge inside a very long line may halve a surrogate pair, which no encoder can write.
  const prefix = start > 0 && /^[\uDC00-\uDFFF]/.test(before) ? before.slice(1) : before;
  const suffix = end < document.length && /[\uD800-\uDBFF]$/.test(after) ? after.slice(0, -1) : after;
  return {
    prefix,
    suffix,
    omittedBefore: offset - prefix.length,
    omittedAfter: document.length - offset - suffix.length,
  };
}

function prefixStart(document: CuttableDocument, offset: number): number {
  const earliest = offset - MAX_PREFIX_UNITS;
  if (earliest <= 0) return 0;
  const edge = Math.ceil(earliest / EDGE_STEP_UNITS) * EDGE_STEP_UNITS;
  const nextLine = document.startOfLineAfter(edge);
  return nextLine - edge <= MAX_WAY_TO_LINE_UNITS ? nextLine : edge;
}

import { splitsSurrogatePair } from '../common/text';
import type { TokenCounter } from './tokenCounter';

/** A place where a text may be cut. */
export interface CutPoint {
  /** UTF-16 offset into the text. */
  readonly offset: number;
  /** Tokens of the text before it. */
  readonly tokensBefore: number;
  /** True at a line's edge; false inside a line too long to be taken or left whole. */
  readonly lineEdge: boolean;
}

/** Longer lines than this may be cut inside, every so many UTF-16 units from their start. */
const LONG_LINE_CHARS = 1_024;

/**
 * Where `text` may be cut, with the tokens up to there: its start, each line's end and its own end, in order.
 * Lines are counted one by one; a tokenizer that joins line ends with what follows gives less for the whole.
 */
export function cutPoints(text: string, counter: TokenCounter): CutPoint[] {
  const points: CutPoint[] = [];
  for (const point of eachCutPoint(text, counter)) points.push(point);
  return points;
}

/** The same, counted only as far as the caller reads on. */
export function* eachCutPoint(text: string, counter: TokenCounter): Generator<CutPoint> {
  let offset = 0;
  let tokensBefore = 0;
  yield { offset, tokensBefore, lineEdge: true };
  while (offset < text.length) {
    const lineEnd = endOfLine(text, offset);
    while (offset < lineEnd) {
      const end = lineEnd - offset > LONG_LINE_CHARS ? safeCut(text, offset + LONG_LINE_CHARS) : lineEnd;
      tokensBefore += counter.count(text.slice(offset, end));
      offset = end;
      yield { offset, tokensBefore, lineEdge: offset === lineEnd };
    }
  }
}

/** The first `maxTokens` of `text` at most, cut at a line's edge where one comes in time. */
export function headWithin(text: string, maxTokens: number, counter: TokenCounter): string {
  let lineEdge = 0;
  let anyPlace = 0;
  for (const point of eachCutPoint(text, counter)) {
    if (point.tokensBefore > maxTokens) break;
    anyPlace = point.offset;
    if (point.lineEdge) lineEdge = point.offset;
  }
  if (lineEdge > 0) return text.slice(0, lineEdge);
  return anyPlace > 0 ? text.slice(0, anyPlace) : startOfLongPiece(text, maxTokens, counter);
}

/** For a first line that is longer than the share allows: halved until it fits. */
function startOfLongPiece(text: string, maxTokens: number, counter: TokenCounter): string {
  let length = Math.min(text.length, endOfLine(text, 0), LONG_LINE_CHARS);
  while (length > 0) {
    const piece = text.slice(0, safeCut(text, length));
    if (counter.count(piece) <= maxTokens) return piece;
    length = Math.floor(length / 2);
  }
  return '';
}

function endOfLine(text: string, from: number): number {
  const lineFeed = text.indexOf('\n', from);
  return lineFeed === -1 ? text.length : lineFeed + 1;
}

/** `offset`, or the place before it where it would cut a surrogate pair in two. */
function safeCut(text: string, offset: number): number {
  return splitsSurrogatePair(text, offset) ? offset - 1 : offset;
}

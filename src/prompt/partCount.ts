import type { IndependentParts } from './preTokenizers';
import type { TokenCounter } from './tokenCounter';

/** Parts whose counts are remembered, once or twice over: a full window holds about 2,000 lines, a re-plan weighs ten times as many. */
const REMEMBERED_PARTS = 16_384;
/** UTF-16 units above which a part is cut once more, so that a file of one line costs no more than one of many. */
const LONG_PART_CHARS = 4_096;

/** A long part is cut where a letter, one white-space character and a letter meet, if that comes soon enough. */
const WORD_GAP = /\p{L}(?=\s\p{L})/gu;

/** Zero-width places to cut at. */
const EDGES: Record<IndependentParts, RegExp> = {
  line: /(?<=\n)/,
  'blank-lines': /(?<=\n)(?![^\S\n]*\n)/,
  'line-start': /(?<=\S)(?=[^\S\n]*\n)/,
};

/**
 * Counts a text part by part, each remembered: typing recounts one line. Exact where the tokenizer's words never cross
 * a part's edge; a line of many thousand characters may count a few tokens too many.
 */
export function countByParts(countPart: (part: string) => number, parts: IndependentParts): TokenCounter {
  // Two generations instead of an order of use: a prompt asks for thousands of parts at each key.
  let recent = new Map<string, number>();
  let older: typeof recent = new Map();
  const countOne = (part: string): number => {
    const known = recent.get(part);
    if (known !== undefined) return known;
    const tokens = older.get(part) ?? countPart(part);
    recent.set(part, tokens);
    if (recent.size < REMEMBERED_PARTS) return tokens;
    older = recent;
    recent = new Map();
    return tokens;
  };
  const countLong = (part: string): number => slices(part).reduce((sum, slice) => sum + countPart(slice), 0);
  return {
    exact: true,
    count: (text) => {
      if (text === '') return 0;
      let tokens = 0;
      for (const part of text.split(EDGES[parts])) {
        tokens += part.length > LONG_PART_CHARS ? countLong(part) : countOne(part);
      }
      return tokens;
    },
  };
}

function slices(part: string): string[] {
  const found: string[] = [];
  let start = 0;
  while (part.length - start > LONG_PART_CHARS) {
    const end = sliceEnd(part, start);
    found.push(part.slice(start, end));
    start = end;
  }
  return [...found, part.slice(start)];
}

function sliceEnd(part: string, start: number): number {
  const limit = start + LONG_PART_CHARS;
  const [gap] = part.slice(limit - LONG_PART_CHARS / 4, limit).matchAll(WORD_GAP);
  if (gap !== undefined) return limit - LONG_PART_CHARS / 4 + gap.index + gap[0].length;
  return /[\uDC00-\uDFFF]/.test(part.charAt(limit)) ? limit - 1 : limit;
}

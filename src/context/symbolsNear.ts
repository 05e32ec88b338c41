import { identifiersIn } from './candidates/identifiers';

/** An identifier to ask a language server about. */
export interface NearSymbol {
  readonly name: string;
  /** 0-based. */
  readonly line: number;
  /** UTF-16 units from the start of the line. */
  readonly character: number;
}

const LINES_BEFORE = 15;
const LINES_AFTER = 3;
/** Shorter names are loop variables and keywords for the most part. */
const LEAST_CHARS = 3;

/**
 * Distinct identifiers around a line, the nearest first, at most `most`. `lineAt` gives the text of a 0-based line,
 * undefined where there is none.
 */
export function symbolsNear(
  cursorLine: number,
  most: number,
  lineAt: (line: number) => string | undefined,
): NearSymbol[] {
  const found = new Map<string, NearSymbol>();
  for (const line of linesOutward(cursorLine)) {
    for (const { name, at } of identifiersIn(lineAt(line) ?? '')) {
      if (name.length < LEAST_CHARS || found.has(name)) continue;
      found.set(name, { name, line, character: at });
      if (found.size === most) return [...found.values()];
    }
  }
  return [...found.values()];
}

/** What stands before the cursor tells more of what comes than what stands behind it. */
function* linesOutward(from: number): Generator<number> {
  yield from;
  for (let distance = 1; distance <= LINES_BEFORE; distance += 1) {
    if (from >= distance) yield from - distance;
    if (distance <= LINES_AFTER) yield from + distance;
  }
}

/** Pieces whose counts are remembered, by pattern: the words of a repository are few beside its lines. */
const REMEMBERED_PIECES = 65_536;
/** Longer pieces hardly come twice. */
const LONGEST_REMEMBERED_CHARS = 64;

/**
 * Counts a text by the words that the pre-tokenizer's patterns cut it into, each remembered. Exact for patterns that
 * find in a word alone what they found in it within its text: those without a look ahead.
 */
export function countByWords(
  countWord: (word: string) => number,
  patterns: readonly string[],
): (text: string) => number {
  const cuts = patterns.map((pattern) => new RegExp(pattern, 'gu'));
  // Of each pattern's pieces: most have come before, and then the patterns after it need not look at them.
  const counts = cuts.map(() => new Map<string, number>());

  const countFrom = (text: string, level: number): number => {
    const cut = cuts[level];
    if (cut === undefined) return countWord(text);
    let tokens = 0;
    for (const piece of isolated(text, cut)) tokens += countPiece(piece, level);
    return tokens;
  };
  const countPiece = (piece: string, level: number): number => {
    const known = counts[level]?.get(piece);
    if (known !== undefined) return known;
    const tokens = countFrom(piece, level + 1);
    if (piece.length > LONGEST_REMEMBERED_CHARS) return tokens;
    if ((counts[level]?.size ?? 0) >= REMEMBERED_PIECES) counts[level]?.clear();
    counts[level]?.set(piece, tokens);
    return tokens;
  };
  return (text) => countFrom(text, 0);
}

/** The matches and what stands between them, in order. */
function isolated(text: string, pattern: RegExp): string[] {
  const pieces: string[] = [];
  let end = 0;
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    if (match.index > end) pieces.push(text.slice(end, match.index));
    pieces.push(match[0]);
    end = match.index + match[0].length;
  }
  if (end === 0) return [text];
  if (end < text.length) pieces.push(text.slice(end));
  return pieces;
}

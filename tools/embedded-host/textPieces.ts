import type { Token } from './llamaCpp';

/** A UTF-8 character has at most four bytes, so at most four tokens. */
const LONGEST_CHARACTER_TOKENS = 4;
const REPLACEMENT = '\uFFFD';

/** Turns tokens into text; a character split over tokens is held (undefined) until it is whole. */
export function textPieces(
  detokenize: (tokens: readonly Token[], previous: readonly Token[]) => string,
): (token: Token) => string | undefined {
  let held: Token[] = [];
  let previous: readonly Token[] = [];
  return (token) => {
    held.push(token);
    const text = detokenize(held, previous);
    if (text.endsWith(REPLACEMENT) && held.length < LONGEST_CHARACTER_TOKENS) return undefined;
    previous = held;
    held = [];
    return text;
  };
}

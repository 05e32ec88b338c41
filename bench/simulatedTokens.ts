import type { TokenCounter } from '../src/prompt/tokenCounter';

// About as fine as a code model's vocabulary: pieces of words, single digits, runs of spaces, single signs.
const TOKEN = /<｜[^｜]*｜>| ?[\p{L}_]{1,6}|\d|\r?\n|[ \t]+(?=[ \t])|[ \t]|[^\s]/gu;

/** The tokens of the simulated model: joined they give the text back. */
export function tokensOf(text: string): string[] {
  return text.match(TOKEN) ?? [];
}

export const simulatedCounter: TokenCounter = { count: (text) => tokensOf(text).length, exact: true };

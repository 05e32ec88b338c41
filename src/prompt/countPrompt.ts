import type { ModelFamily } from '../model/family';
import { familyTokens } from './familyTokens';
import type { TokenCounter } from './tokenCounter';

/**
 * Tokens of a rendered prompt or a stretch of one: each special token is one, and the text between two is counted as a
 * whole. BOS counts only where it is written.
 */
export function countPrompt(text: string, family: ModelFamily, counter: TokenCounter): number {
  const { split, isSpecial } = familyTokens(family);
  let tokens = 0;
  for (const stretch of split(text)) {
    if (stretch === '') continue;
    tokens += isSpecial(stretch) ? 1 : counter.count(stretch);
  }
  return tokens;
}

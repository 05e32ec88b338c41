import type { ModelSession } from '../hosts/modelSession';
import type { FimPrompt } from '../prompt/fimPrompt';

/** What is to be read of a document's prompt. */
export interface AheadPlan {
  readonly uri: string;
  readonly prompt: FimPrompt;
  /** Where its prefix ends, in UTF-16 units. */
  readonly end: number;
}

/** UTF-16 units that so many tokens of the prompt take, on average. */
export function charsOf(tokenCount: number, { text, tokens }: FimPrompt): number {
  return Math.ceil((tokenCount * text.length) / Math.max(tokens.total, 1));
}

/** Where the prompt's prefix ends: behind it comes the suffix, which each key moves. */
export function endOfPrefix({ text, headChars }: FimPrompt, { family }: ModelSession): number {
  const hole = family.order === 'psm' ? text.indexOf(family.tokens.suffix, headChars) : -1;
  return hole < 0 ? headChars : hole;
}

import type { StreamRule } from './streamRule';

/** Ends where the model writes a special token as plain text, which small models do when they lose the thread. */
export const atSpecialToken: StreamRule = (text, { specialTokens }) => {
  const found = specialTokens.map((token) => text.indexOf(token)).filter((offset) => offset >= 0);
  return found.length === 0 ? undefined : Math.min(...found);
};

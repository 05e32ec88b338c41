/** Of the window, what one attachment that is gathered to measure may take. */
const SHARE = 1 / 4;
/** Less than this part of its share is not worth the search: then a summary makes room. */
const LEAST = 1 / 4;

export function gatheredShare(window: number): number {
  return Math.floor(window * SHARE);
}

/** What `@repo` is given where so many tokens are free: what fits, or its whole share where next to nothing does. */
export function repoShare(window: number, freeTokens: number): number {
  const share = gatheredShare(window);
  return freeTokens < share * LEAST ? share : Math.min(share, Math.floor(freeTokens));
}

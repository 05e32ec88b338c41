import { TAIL_TOKENS } from './prefixEdge';

/** How much one prompt may hold; the engine lowers it while the head is being read ahead or the host is slow. */
export interface PromptLimits {
  /** Tokens kept free for the middle. */
  readonly reserveTokens: number;
  readonly suffixTokens: number;
  /**
   * Of the plan's context items, in the plan's order, the leading ones that fit into this many tokens (path lines and
   * separators included), the last one cut at a line's end; all of them when absent. Never causes another plan.
   */
  readonly contextTokens?: number;
  /** Tokens of the target's prefix at most, the nearest to the cursor; the planner's own share when absent. */
  readonly prefixTokens?: number;
  /** Whole prompt at most; `window - reserveTokens` when absent. */
  readonly promptTokens?: number;
}

/** Tokens of one prompt by part. What the context does not use goes to the prefix. */
export interface Shares {
  /** The whole prompt at most. */
  readonly prompt: number;
  readonly suffix: number;
  readonly context: number;
}

/** The part of a file's prefix that is worth more than any context: a quarter of the window, and the tail. */
const FILE_SHARE_OF_WINDOW = 1 / 4;
/** In a small window the definitions that the code uses are worth more than a long tail. */
const TAIL_SHARE_OF_WINDOW = 1 / 8;
/** In a small window the suffix leaves room for the prefix, which matters more. */
const MOST_SUFFIX_SHARE = 1 / 4;
/** Room that a plan leaves for typing, so that the context chosen now still fits after as many tokens. */
const GROWTH_TOKENS = 512;
const MOST_GROWTH_SHARE = 1 / 8;
/** The suffix's share follows its length in steps, so that a bracket typed behind the cursor moves no edge. */
const SUFFIX_STEP_TOKENS = 64;

export interface ShareRequest {
  readonly window: number;
  readonly limits: PromptLimits;
  /** Tokens of the FIM tokens, BOS and path lines. */
  readonly frameTokens: number;
  /** Tokens of the target before the cursor. */
  readonly prefixTokens: number;
  /** Tokens of the target behind the cursor, as far as the limits let them be shown. */
  readonly suffixTokens: number;
}

/** The shares a new plan is made for. */
export function planShares(request: ShareRequest): Shares {
  const shares = fixedShares(request);
  const growth = Math.min(GROWTH_TOKENS, shares.forCode * MOST_GROWTH_SHARE);
  const grown = request.prefixTokens + growth;
  const prefix = Math.min(
    grown,
    shares.prompt * FILE_SHARE_OF_WINDOW + Math.min(TAIL_TOKENS, shares.prompt * TAIL_SHARE_OF_WINDOW),
    shares.forCode * (2 / 3),
  );
  return {
    prompt: shares.prompt,
    suffix: shares.suffix,
    context: Math.max(Math.floor(shares.forCode - prefix), 0),
  };
}

/** The shares a planned context is laid out in: only the prefix's tail has the right to push an item out. */
export function layoutShares(request: ShareRequest): Shares {
  const shares = fixedShares(request);
  const prefix = Math.min(request.prefixTokens, TAIL_TOKENS, shares.forCode * (2 / 3));
  return {
    prompt: shares.prompt,
    suffix: shares.suffix,
    context: Math.max(Math.floor(shares.forCode - prefix), 0),
  };
}

function fixedShares(request: ShareRequest): { prompt: number; suffix: number; forCode: number } {
  const { window, limits, frameTokens, suffixTokens } = request;
  const prompt = Math.max(Math.min(window - limits.reserveTokens, limits.promptTokens ?? Infinity), 0);
  const free = Math.max(prompt - frameTokens, 0);
  const needed = Math.ceil(suffixTokens / SUFFIX_STEP_TOKENS) * SUFFIX_STEP_TOKENS;
  const suffix = Math.floor(Math.min(needed, limits.suffixTokens, free * MOST_SUFFIX_SHARE));
  return { prompt, suffix, forCode: free - suffix };
}

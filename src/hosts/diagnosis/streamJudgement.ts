import type { TimedTokens } from './facts';
import type { Trial } from './generation';

/** Writing that takes less than this tells nothing of how it travelled. */
const SHORTEST_TELLING_MS = 120;
/** A stream is held back where so many tokens were written before the first piece came; a buffer of 4 KB holds 30. */
const HELD_BACK_TOKENS = 14;
/** TCP itself may wait 40 ms for an acknowledgement on each of its ways. */
const HELD_BACK_MS = 60;
/** Between fewer pieces there is too little to compare. */
const FEWEST_PIECES = 3;
/** What comes within this was handed on at once. */
const AT_ONCE_MS = 5;

/** How the pieces of an answer travelled. `short` and `quick`: that it can't be told, and why. */
export interface StreamJudgement {
  readonly kind: 'flowing' | 'held-back' | 'short' | 'quick';
  /** How long the first piece was under way after it was written. */
  readonly heldMs: number;
  /** How long all the writing took. */
  readonly writingMs: number;
  /** How fast the host writes; absent where the answer had not even two tokens. */
  readonly decode?: TimedTokens;
}

/** By the time that the host says it wrote; undefined where it tells none. */
export function judgeByHost({ metrics, arrivals, firstMs, totalMs }: Trial): StreamJudgement | undefined {
  const { decodeMs: writingMs, generatedTokens: tokens = arrivals.length } = metrics;
  if (writingMs === undefined) return undefined;
  const heldMs = Math.max(0, writingMs - (totalMs - firstMs));
  const decode = { tokens, ms: writingMs };
  const kind = (): StreamJudgement['kind'] => {
    if (tokens < FEWEST_PIECES) return 'short';
    if (writingMs < SHORTEST_TELLING_MS) return 'quick';
    if (heldMs <= HELD_BACK_MS) return 'flowing';
    if (tokens <= HELD_BACK_TOKENS) return 'short';
    return (heldMs / writingMs) * tokens > HELD_BACK_TOKENS ? 'held-back' : 'flowing';
  };
  return { kind: kind(), heldMs, writingMs, decode };
}

/**
 * By the times at which the pieces came: text was held back where much of it comes at once, and later than an answer of
 * one token does, which took `oneTokenMs` on the same way.
 */
export function judgeByArrivals({ metrics, arrivals, totalMs }: Trial, oneTokenMs: number): StreamJudgement {
  const { generatedTokens: tokens = arrivals.length } = metrics;
  const [firstMs = totalMs] = arrivals;
  const spreadMs = (arrivals.at(-1) ?? firstMs) - firstMs;
  const heldMs = Math.max(0, firstMs - oneTokenMs);
  const writingMs = Math.max(spreadMs, totalMs - oneTokenMs);
  const atOnce = arrivals.filter((ms) => ms - firstMs <= AT_ONCE_MS).length;
  const isBurst = atOnce * tokensPerPiece(tokens, arrivals) > HELD_BACK_TOKENS;
  const kind = (): StreamJudgement['kind'] => {
    if (arrivals.length < FEWEST_PIECES) return 'short';
    if (isBurst) return heldMs > HELD_BACK_MS ? 'held-back' : 'quick';
    if (spreadMs > HELD_BACK_MS) return 'flowing';
    return tokens <= HELD_BACK_TOKENS ? 'short' : 'quick';
  };
  const judged = kind();
  const between = tokens - tokensPerPiece(tokens, arrivals);
  const decode =
    judged === 'flowing' ? { tokens: between, ms: spreadMs } : { tokens: tokens - 1, ms: writingMs };
  return { kind: judged, heldMs, writingMs, ...(tokens < 2 ? {} : { decode }) };
}

function tokensPerPiece(tokens: number, arrivals: readonly number[]): number {
  return tokens / Math.max(1, arrivals.length);
}

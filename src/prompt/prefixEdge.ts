import { splitsSurrogatePair } from '../common/text';
import { cutPoints, type CutPoint } from './measuredText';
import type { TokenCounter } from './tokenCounter';

/** Tokens by which the edges of the prefix move: a step is re-read by the host once in that many typed tokens. */
export const EDGE_STEP_TOKENS = 512;

/** Tokens of the prefix behind its head at most, give or take a line. */
export const TAIL_TOKENS = 2 * EDGE_STEP_TOKENS;

/** The part of the target before the cursor that a prompt shows: `[start, cursor)`, whose head ends at `tailStart`. */
export interface PrefixCut {
  /** UTF-16 offsets into the prefix. */
  readonly start: number;
  readonly tailStart: number;
}

/** UTF-16 units that one token hardly ever exceeds on average over a text of some length. */
const MOST_CHARS_PER_TOKEN = 8;

/** A prefix measured once, to be cut for one or more budgets. */
export interface MeasuredPrefix {
  /** Tokens from `points[0]` to the cursor. */
  readonly tokens: number;
  readonly points: readonly CutPoint[];
}

/**
 * Measures as much of `prefix` as `maxTokens` could ever show. Where that begins inside the text, it begins on a
 * coarse grid of its UTF-16 units, so that typing at the end does not shift it.
 */
export function measurePrefix(prefix: string, maxTokens: number, counter: TokenCounter): MeasuredPrefix {
  const anchor = anchorOf(prefix, Math.max(maxTokens, TAIL_TOKENS) * MOST_CHARS_PER_TOKEN);
  const points = cutPoints(prefix.slice(anchor), counter);
  return {
    tokens: points.at(-1)?.tokensBefore ?? 0,
    points: points.map((point) => ({ ...point, offset: point.offset + anchor })),
  };
}

/**
 * Cuts so that at most `maxTokens` remain. Both edges depend only on the tokens between the text's start and the
 * cursor, in steps: they stand still while less than a step is typed.
 */
export function cutPrefix(measured: MeasuredPrefix, maxTokens: number): PrefixCut {
  const { tokens, points } = measured;
  const step = stepWithin(maxTokens);
  const excess = Math.max(tokens - Math.max(maxTokens, 0), 0);
  const start = firstFrom(points, Math.ceil(excess / step) * step, step);
  // Without the line being written, whose count goes down as well as up with a key.
  const settled = points.at(-2)?.tokensBefore ?? 0;
  const tailStart = lastUpTo(points, Math.floor((settled - step) / step) * step, step);
  return { start, tailStart: Math.max(start, tailStart) };
}

/** A whole step, or for a small budget the largest power of two that keeps at least three quarters of it in use. */
function stepWithin(maxTokens: number): number {
  let step = EDGE_STEP_TOKENS;
  while (step > 1 && step * 4 > maxTokens) step /= 2;
  return step;
}

/** The first line's edge with `wanted` tokens before it, if it comes within a step; else the first place of any kind. */
function firstFrom(points: readonly CutPoint[], wanted: number, step: number): number {
  const cursor = points.at(-1)?.offset ?? 0;
  const candidates = points.filter((point) => point.tokensBefore >= wanted);
  const line = candidates.find((point) => point.lineEdge && point.offset < cursor);
  if (line !== undefined && line.tokensBefore < wanted + step) return line.offset;
  return candidates[0]?.offset ?? cursor;
}

/** The last line's edge with at most `tokens` before it, unless a step or more lies between; else the last place. */
function lastUpTo(points: readonly CutPoint[], tokens: number, step: number): number {
  const candidates = points.filter((point) => point.tokensBefore <= tokens);
  const line = candidates.findLast((point) => point.lineEdge);
  if (line !== undefined && tokens - line.tokensBefore < step) return line.offset;
  return candidates.at(-1)?.offset ?? points[0]?.offset ?? 0;
}

function anchorOf(prefix: string, grid: number): number {
  const anchor = Math.floor(prefix.length / grid - 1) * grid;
  if (anchor <= 0) return 0;
  const lineFeed = prefix.indexOf('\n', anchor);
  if (lineFeed !== -1 && lineFeed - anchor < grid / 2) return lineFeed + 1;
  return splitsSurrogatePair(prefix, anchor) ? anchor - 1 : anchor;
}

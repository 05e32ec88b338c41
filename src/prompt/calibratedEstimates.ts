import type { TokenCounter } from './tokenCounter';

/** What a host counted of a prompt whose tokens were estimated. */
export interface CountedPrompt {
  /** By the estimate that every counter here is made from. */
  readonly estimatedTokens: number;
  readonly countedTokens: number;
  /** Of the prompt, 0 to 1, that the host had in its cache: some hosts count that part, some don't. */
  readonly cachedShare: number;
}

/** Estimates brought nearer to the truth by what hosts count; each kind of text has a measure of its own. */
export interface CalibratedEstimates {
  /** `kind` tells model and language apart. */
  counterFor(kind: string): TokenCounter;
  learn(kind: string, counted: CountedPrompt): void;
}

/** Counts move in steps, because each moves the edges of prompts, which the host then has to read anew. */
const STEPS_PER_ONE = 20;
/** What the next prompt may be denser than those seen. */
const MARGIN = 1.05;
const LEAST_FACTOR = 0.5;
const MOST_FACTOR = 4;
/** Whole prompts that must have been counted before an estimate is lowered. */
const LEAST_SAMPLES = 8;
/** Short prompts say little: what they are made of varies too much. */
const LEAST_TOKENS = 200;
/** A cached share as small as this changes no count by more than the margin. */
const NOTHING_CACHED = 0.02;

interface Measure {
  factor: number;
  counter: TokenCounter;
  /** Counted over estimated, of whole prompts since the factor was last changed. */
  ratios: number[];
}

export function calibratedEstimates(estimate: TokenCounter): CalibratedEstimates {
  const measures = new Map<string, Measure>();
  const change = (kind: string, factor: number): void => {
    measures.set(kind, { factor, counter: scaled(estimate, factor), ratios: [] });
  };
  return {
    counterFor: (kind) => measures.get(kind)?.counter ?? estimate,
    learn: (kind, { estimatedTokens, countedTokens, cachedShare }) => {
      if (estimatedTokens <= 0 || countedTokens <= 0) return;
      const known = measures.get(kind) ?? { factor: 1, counter: estimate, ratios: [] };
      measures.set(kind, known);
      const ratio = countedTokens / estimatedTokens;
      // Too low is dangerous, and certain whatever the host had cached: it is mended at once.
      if (ratio > known.factor) return change(kind, stepUp(ratio));
      if (estimatedTokens < LEAST_TOKENS || !isWhole(ratio / known.factor, cachedShare)) return;
      known.ratios.push(ratio);
      if (known.ratios.length < LEAST_SAMPLES) return;
      const lower = stepUp(Math.max(...known.ratios));
      if (lower < known.factor) change(kind, lower);
      else known.ratios = [];
    },
  };
}

/** Whether the cached part must be in the count: hardly anything was cached, or more was counted than the rest can be. */
function isWhole(countedShare: number, cachedShare: number): boolean {
  return cachedShare <= NOTHING_CACHED || countedShare > (1 - cachedShare) * MARGIN;
}

function stepUp(ratio: number): number {
  const factor = Math.ceil(ratio * MARGIN * STEPS_PER_ONE - 1e-9) / STEPS_PER_ONE;
  return Math.min(Math.max(factor, LEAST_FACTOR), MOST_FACTOR);
}

function scaled(estimate: TokenCounter, factor: number): TokenCounter {
  return { exact: false, count: (text) => Math.ceil(estimate.count(text) * factor) };
}

import type { CompletionSettings } from '../settings/settings';
import type { GenerateOptions } from '../transport/engine';
import type { Extent } from './extent';

// Tokens a line of code takes at most, but for long literals: 64 is design.md's reserve for one line.
const LINE_TOKENS = 64;
// Alternatives must differ; above this the code of small models falls apart.
const ALTERNATIVE_TEMPERATURE = 0.4;

export interface SamplingRequest {
  readonly extent: Extent;
  readonly stops: readonly string[];
  readonly settings: CompletionSettings;
  /** 0 for the completion itself; 1, 2, … for alternatives to it. */
  readonly alternative: number;
}

/** Sampling of one generation: the same options for the same kind of request, always. */
export function samplingOptions({ extent, stops, settings, alternative }: SamplingRequest): GenerateOptions {
  return {
    numPredict: tokensFor(extent, settings),
    // The most probable text is what a typist expects, and the same prompt has to give the same text.
    temperature: alternative === 0 ? 0 : ALTERNATIVE_TEMPERATURE,
    // Makes alternatives, and hosts that sample even at temperature 0, repeatable.
    seed: alternative + 1,
    stop: stops,
    ...(settings.minConfidence > 0 && { logProbabilities: true }),
  };
}

function tokensFor(extent: Extent, settings: CompletionSettings): number {
  return extent === 'line' ? Math.min(LINE_TOKENS, settings.maxTokens) : settings.maxTokens;
}

import type { GenerateMetrics } from '../transport/engine';

/** What one request told about the host. */
export interface RateSample {
  /** Prompt tokens that were not in the KV cache, as far as is known. */
  readonly newTokens: number;
  readonly promptTokens: number;
  /** From the request to its first token. */
  readonly firstTokenMs: number;
  readonly metrics?: GenerateMetrics;
}

// Fewer new tokens cost less than what surrounds them, so they tell nothing of the rate.
const MIN_SAMPLE_TOKENS = 48;
const MIN_DECODED_TOKENS = 4;
// Weight of the newest sample: about the last five decide, for a host's speed falls with its load.
const NEWEST_WEIGHT = 0.3;
// Round trip and first token, where only the whole wait is known.
const USUAL_OVERHEAD_MS = 40;
// A wait this much longer than foreseen, and long enough for the whole prompt, means the cache was lost.
const MISS_FACTOR = 3;
const MISS_SLACK_MS = 200;
const WHOLE_PROMPT_SHARE = 0.5;

/** Learns how fast a host reads, from requests whose uncached tokens are known, and how fast it writes. */
export class HostRates {
  private tokensPerMs: number | undefined;
  private decoded: number | undefined;

  /** Undefined until a request has told. */
  get prefillTokensPerMs(): number | undefined {
    return this.tokensPerMs;
  }

  /** Undefined until a request has told. */
  get decodeTokensPerMs(): number | undefined {
    return this.decoded;
  }

  /** Learns from the tokens of one generation behind its first. */
  learnDecode(tokens: number, durationMs: number): void {
    if (tokens < MIN_DECODED_TOKENS || durationMs <= 0) return;
    this.decoded = average(this.decoded, tokens / durationMs);
  }

  /** How many tokens the host reads in this time; undefined until it is known. */
  tokensWithin(durationMs: number): number | undefined {
    return this.tokensPerMs === undefined ? undefined : Math.floor(this.tokensPerMs * durationMs);
  }

  /** Learns from a request. True when the host must have read what it was thought to have in its cache. */
  learn(sample: RateSample): boolean {
    const readMs = sample.metrics?.promptMs ?? Math.max(sample.firstTokenMs - USUAL_OVERHEAD_MS, 1);
    if (this.isMiss(sample, readMs)) return true;
    if (sample.newTokens < MIN_SAMPLE_TOKENS || readMs <= 0) return false;
    this.tokensPerMs = average(this.tokensPerMs, sample.newTokens / readMs);
    return false;
  }

  private isMiss({ newTokens, promptTokens }: RateSample, readMs: number): boolean {
    if (this.tokensPerMs === undefined) return false;
    const foreseenMs = newTokens / this.tokensPerMs;
    const wholeMs = promptTokens / this.tokensPerMs;
    return readMs > MISS_FACTOR * foreseenMs + MISS_SLACK_MS && readMs > WHOLE_PROMPT_SHARE * wholeMs;
  }
}

function average(before: number | undefined, newest: number): number {
  return before === undefined ? newest : before + NEWEST_WEIGHT * (newest - before);
}

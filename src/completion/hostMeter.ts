import type { Clock } from '../common/clock';
import { commonBeginning } from '../common/text';
import type { ModelSession } from '../hosts/modelSession';
import type { GenerateEvent, GenerateMetrics, GenerateOptions } from '../transport/engine';
import { HostRates } from './hostRates';

/** A prompt, or the beginning of one, with its tokens as the planner counts them. */
export interface MeteredPrompt {
  readonly text: string;
  readonly tokens: number;
}

/** What a host said of a prompt's tokens. */
export interface HostCount {
  readonly countedTokens: number;
  /** Of the prompt, 0 to 1, that the slot most likely had in its cache. */
  readonly cachedShare: number;
}

export interface MeteredRequest {
  readonly session: ModelSession;
  readonly prompt: MeteredPrompt;
  readonly options: GenerateOptions;
  /** Told what the host counted, where it counts. */
  readonly onCounted?: (count: HostCount) => void;
}

// One step after each miss hits, for it goes on behind the one before: only a long row of hits means to be alone.
const MADE_GOOD_BY_HIT = 0.1;

/**
 * Sends requests to one model after the other and keeps account of what its slot has in the KV cache and how fast it
 * reads. Believes no more than it knows: of an aborted request, only what the cache had before.
 */
export class HostMeter {
  rates = new HostRates();
  /** Requests that had to read what was thought to be cached, less what later ones have made good. */
  misses = 0;
  /** The last one did: another client uses the host, or it was started again. */
  missedLast = false;
  private model = '';
  private read = '';

  constructor(private readonly clock: Clock) {}

  /** UTF-16 units at the beginning of `prompt` that the host need not read again. */
  cachedChars(prompt: string): number {
    return commonBeginning(prompt, this.read);
  }

  /** Tokens of `prompt` the host has yet to read. */
  newTokens(prompt: MeteredPrompt): number {
    if (prompt.text.length === 0) return 0;
    return Math.ceil(prompt.tokens * (1 - this.cachedChars(prompt.text) / prompt.text.length));
  }

  async *generate(
    { session, prompt, options, onCounted }: MeteredRequest,
    signal: AbortSignal,
  ): AsyncGenerator<GenerateEvent> {
    this.use(session);
    const newTokens = this.newTokens(prompt);
    const before = this.read.slice(0, this.cachedChars(prompt.text));
    const began = this.clock.now();
    let firstTokenMs: number | undefined;
    let lastTokenMs = 0;
    let tokens = 0;
    let metrics: GenerateMetrics | undefined;
    this.read = before;
    try {
      for await (const event of session.generate(prompt.text, options, signal)) {
        lastTokenMs = this.clock.now() - began;
        firstTokenMs ??= lastTokenMs;
        if (event.kind === 'text') tokens += 1;
        this.read = prompt.text;
        if (event.kind === 'done') metrics = event.metrics;
        yield event;
      }
    } finally {
      if (firstTokenMs !== undefined) {
        this.rates.learnDecode(tokens - 1, lastTokenMs - firstTokenMs);
        const sample = { newTokens, promptTokens: prompt.tokens, firstTokenMs, ...(metrics && { metrics }) };
        const countedTokens = metrics?.promptTokens ?? 0;
        if (countedTokens > 0)
          onCounted?.({ countedTokens, cachedShare: before.length / prompt.text.length });
        this.missedLast = this.rates.learn(sample);
        this.misses = this.missedLast ? this.misses + 1 : Math.max(this.misses - MADE_GOOD_BY_HIT, 0);
      }
    }
  }

  /** Another model, or another host, has a cache and a speed of its own. */
  use({ endpointName, digest, tag, window }: ModelSession): void {
    const model = [endpointName, tag, digest, window].join('\n');
    if (model === this.model) return;
    this.model = model;
    this.read = '';
    this.rates = new HostRates();
    this.misses = 0;
    this.missedLast = false;
  }
}

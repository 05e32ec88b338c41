import { abortError } from '../src/common/abort';
import type { Clock } from '../src/common/clock';
import type { CompletionHosts, ModelSession } from '../src/hosts/modelSession';
import { deepseekCoder } from '../src/model/deepseekFamilies';
import type { GenerateEvent, GenerateOptions } from '../src/transport/engine';
import { tokensOf } from './simulatedTokens';

export interface HostSpeed {
  readonly prefillTokensPerSecond: number;
  readonly decodeTokensPerSecond: number;
  /** A prefill that runs can't be aborted, as in several Ollama versions. */
  readonly lateAbort: boolean;
}

/** One request as the host saw it. Times are the clock's. */
export interface HostRequest {
  readonly prompt: string;
  readonly options: GenerateOptions;
  readonly arrivedAt: number;
  readonly promptTokens: number;
  startedAt?: number;
  /** Tokens not in the KV cache when it began. */
  reevaluated: number;
  /** Tokens really read: fewer than `reevaluated` after an abort. */
  prefilled: number;
  /** The tokens written, with their times. */
  readonly written: { readonly text: string; readonly at: number }[];
  /** When the client let go of it before its end. */
  abortedAt?: number;
  /** When the slot was free again. */
  freedAt?: number;
}

// llama.cpp's batch: a prefill can be left only between two of them.
const BATCH_TOKENS = 512;

/**
 * A host with one slot that keeps the KV cache of the prompt read last: the longest common token prefix is not read
 * again. Requests behind the running one wait, the newest of them wins.
 */
export class SimulatedHost implements CompletionHosts {
  readonly requests: HostRequest[] = [];
  private cached: string[] = [];
  private slot: Promise<void> = Promise.resolve();
  private newest = new AbortController();

  /** `answer` gives the text a prompt is completed with. */
  constructor(
    private readonly clock: Clock,
    private readonly speed: HostSpeed,
    private readonly answer: (prompt: string) => string,
    private readonly window: number,
  ) {}

  /** Another client has taken the slot's place in the cache, or the host was started again. */
  forget(): void {
    this.cached = [];
  }

  session(): Promise<ModelSession> {
    return Promise.resolve({
      endpointName: 'simulated',
      tag: 'deepseek-coder:6.7b-base',
      digest: 'simulated',
      family: deepseekCoder,
      window: this.window,
      writesBos: false,
      vocabulary: () => Promise.resolve(new Uint8Array()),
      generate: (prompt, options, signal) => {
        this.newest.abort();
        this.newest = new AbortController();
        return this.generate(prompt, options, AbortSignal.any([signal, this.newest.signal]));
      },
    });
  }

  private async *generate(
    prompt: string,
    options: GenerateOptions,
    signal: AbortSignal,
  ): AsyncGenerator<GenerateEvent> {
    const tokens = tokensOf(prompt);
    const request: HostRequest = {
      prompt,
      options,
      arrivedAt: this.clock.now(),
      promptTokens: tokens.length,
      reevaluated: 0,
      prefilled: 0,
      written: [],
    };
    this.requests.push(request);
    const channel = new Channel<GenerateEvent>();
    signal.addEventListener('abort', () => {
      if (request.freedAt !== undefined) return;
      request.abortedAt ??= this.clock.now();
      channel.fail(abortError());
    });
    this.slot = this.slot.then(() => this.serve(request, tokens, channel, signal));
    yield* channel;
  }

  /** Runs in the slot, whether or not the client still listens. */
  private async serve(
    request: HostRequest,
    tokens: readonly string[],
    channel: Channel<GenerateEvent>,
    signal: AbortSignal,
  ): Promise<void> {
    if (signal.aborted) return;
    request.startedAt = this.clock.now();
    // The last token is always read again: its scores are what the first new token is chosen from.
    const kept = Math.min(commonLength(tokens, this.cached), tokens.length - 1);
    request.reevaluated = tokens.length - kept;
    const promptMs = await this.prefill(request, tokens, kept, signal);
    if (!isOver(signal)) await this.decode(request, channel, signal, promptMs);
    request.freedAt = this.clock.now();
    channel.close();
  }

  private async prefill(
    request: HostRequest,
    tokens: readonly string[],
    kept: number,
    signal: AbortSignal,
  ): Promise<number> {
    const begun = this.clock.now();
    for (let read = kept; read < tokens.length && (this.speed.lateAbort || !signal.aborted);) {
      const batch = Math.min(BATCH_TOKENS, tokens.length - read);
      await this.clock.sleep((batch * 1000) / this.speed.prefillTokensPerSecond);
      read += batch;
      request.prefilled += batch;
      this.cached = tokens.slice(0, read);
    }
    return this.clock.now() - begun;
  }

  private async decode(
    request: HostRequest,
    channel: Channel<GenerateEvent>,
    signal: AbortSignal,
    promptMs: number,
  ): Promise<void> {
    const begun = this.clock.now();
    const answer = tokensOf(this.answer(request.prompt));
    for (const text of answer.slice(0, request.options.numPredict)) {
      await this.clock.sleep(1000 / this.speed.decodeTokensPerSecond);
      if (isOver(signal)) return;
      request.written.push({ text, at: this.clock.now() });
      this.cached.push(text);
      channel.push({ kind: 'text', text });
    }
    const generatedTokens = request.written.length;
    const metrics = {
      promptTokens: request.promptTokens,
      promptMs,
      generatedTokens,
      decodeMs: this.clock.now() - begun,
    };
    const finishReason = generatedTokens === request.options.numPredict ? 'length' : 'stop';
    channel.push({ kind: 'done', finishReason, metrics });
  }
}

/** Aborted by now: asked anew after each wait. */
function isOver(signal: AbortSignal): boolean {
  return signal.aborted;
}

/** Tokens that both begin with. */
export function commonLength(one: readonly string[], other: readonly string[]): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return length;
}

/** What the slot writes and the client reads. */
class Channel<T> implements AsyncIterable<T> {
  private readonly values: T[] = [];
  private isClosed = false;
  private failure: Error | undefined;
  private wake: () => void = () => undefined;

  push(value: T): void {
    this.values.push(value);
    this.wake();
  }

  close(): void {
    this.isClosed = true;
    this.wake();
  }

  fail(error: Error): void {
    this.failure = error;
    this.wake();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<T> {
    for (;;) {
      if (this.failure !== undefined) throw this.failure;
      const value = this.values.shift();
      if (value !== undefined) yield value;
      else if (this.isClosed) return;
      else
        await new Promise<void>((resolve) => {
          this.wake = resolve;
        });
    }
  }
}

import { generate, type GenerationCounts, type GenerationEnd, type Piece } from './generation';
import type { HostedModel } from './hostedModel';
import type { Token } from './llamaCpp';
import type { ModelSlot, SlotLease } from './modelSlot';
import { promptTokens } from './promptTokens';
import type { RequestOptions } from './requestOptions';
import type { RequestTrail, TrailEntry } from './requestTrail';

/** What the routes work with. */
export interface Host {
  readonly model: HostedModel;
  readonly slot: ModelSlot;
  readonly trail: RequestTrail;
  /** The largest context window in tokens. */
  readonly window: number;
  /** Whether it was started to give embeddings too. */
  readonly embeds: boolean;
}

/** Who asks. */
export interface Caller {
  readonly route: string;
  readonly userAgent: string;
  /** Fires when the client has gone. */
  readonly signal: AbortSignal;
}

/** Tokens of a text, without BOS. */
export type CountTokens = (text: string) => number;

export interface CompletionRequest {
  /** Makes the prompt, once the model is there to count its tokens. Undefined: only load the model. */
  readonly prompt: ((count: CountTokens) => string | Promise<string>) | undefined;
  readonly options: RequestOptions;
  readonly truncate: boolean;
  readonly shift: boolean;
  readonly logProbabilities: boolean;
  readonly keepAliveMs: number;
}

export interface CompletionEnd {
  readonly reason: GenerationEnd | 'load';
  readonly counts: GenerationCounts;
  readonly loadMs: number;
  readonly totalMs: number;
  /** Tokens of the prompt and the answer, without BOS. */
  readonly allTokens: readonly Token[];
}

/**
 * Runs one request from its turn to its end; yields the text piece by piece.
 * @throws HostError when the prompt doesn't fit and may not be cut
 */
export async function* complete(
  host: Host,
  caller: Caller,
  request: CompletionRequest,
): AsyncGenerator<Piece, CompletionEnd> {
  const started = performance.now();
  const entry = host.trail.begin(caller.route, caller.userAgent);
  const counts: GenerationCounts = {
    promptTokens: 0,
    cachedTokens: 0,
    generatedTokens: 0,
    prefillMs: 0,
    decodeMs: 0,
  };
  const end = (
    reason: CompletionEnd['reason'],
    loadMs: number,
    allTokens: readonly Token[],
  ): CompletionEnd => ({
    reason,
    counts,
    loadMs,
    totalMs: performance.now() - started,
    allTokens,
  });
  let lease: SlotLease | undefined;
  try {
    const { shift, options } = request;
    lease = await host.slot.acquire({ numCtx: options.numCtx, shift }, caller.signal);
    if (lease === undefined) return end('aborted', 0, []);
    entry.finish = 'running';
    if (request.prompt === undefined) {
      entry.finish = 'done';
      return end('load', lease.loadMs, []);
    }
    const { model, loadMs } = lease;
    const prompt = await request.prompt((text) => model.tokenize(text, true).length);
    const reason = yield* run(lease, { prompt, request, signal: caller.signal }, { entry, counts });
    if (reason !== 'aborted') entry.finish = 'done';
    return end(reason, loadMs, model.tokenize(`${prompt}${entry.text}`, true));
  } finally {
    if (entry.finish !== 'done') entry.finish = caller.signal.aborted ? 'aborted' : 'failed';
    await lease?.release(request.keepAliveMs);
  }
}

async function* run(
  lease: SlotLease,
  { prompt: text, request, signal }: { prompt: string; request: CompletionRequest; signal: AbortSignal },
  { entry, counts }: { entry: TrailEntry; counts: GenerationCounts },
): AsyncGenerator<Piece, GenerationEnd> {
  const { options, shift, truncate, logProbabilities } = request;
  const { numCtx, numKeep } = options;
  const prompt = promptTokens(lease.model, text, { numCtx, numKeep, truncate, shift });
  const pieces = generate(
    lease.model,
    lease.sequence,
    { prompt, options, shift, logProbabilities, signal },
    counts,
  );
  try {
    for (;;) {
      const { value, done } = await pieces.next();
      const { promptTokens: read, cachedTokens, generatedTokens } = counts;
      Object.assign(entry, { promptTokens: read, cachedTokens, generatedTokens });
      if (done === true) return value;
      entry.text += value.text;
      yield value;
    }
  } finally {
    await pieces.return('aborted');
  }
}

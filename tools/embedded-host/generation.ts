import type { EvaluatedToken, LlamaModel, LlamaSequence, SamplingOptions, Token } from './llamaCpp';
import type { RequestOptions } from './requestOptions';
import { slotTokens } from './promptTokens';
import { stopScanner } from './stopSequences';
import { textPieces } from './textPieces';

/** The prompt is read in batches this small so that an abort is noticed between two of them (60 ms on one thread). */
export const PREFILL_BATCH_TOKENS = 64;
/** Ollama ends a generation after this many pieces in a row that are equal when trimmed. */
const LONGEST_REPETITION = 30;
/** llama-server keeps at most the window less this many tokens when it shifts. */
const SHIFT_RESERVE_TOKENS = 4;

export interface GenerationRequest {
  readonly prompt: readonly Token[];
  readonly options: RequestOptions;
  readonly shift: boolean;
  /** Whether to tell each token's log probability. */
  readonly logProbabilities: boolean;
  readonly signal: AbortSignal;
}

export interface ScoredToken {
  readonly token: string;
  readonly logProbability: number;
}

/** Text as it is sent, and the tokens it was made of, where their log probabilities were asked for. */
export interface Piece {
  readonly text: string;
  readonly tokens: readonly ScoredToken[];
}

/** Counts and times as llama-server takes them: the first generated token belongs to the prompt's time. */
export interface GenerationCounts {
  promptTokens: number;
  /** Prompt tokens that were in the KV cache already. */
  cachedTokens: number;
  generatedTokens: number;
  prefillMs: number;
  decodeMs: number;
}

/** `repeated`: cut off by Ollama's guard, after which its stream ends without a last object. */
export type GenerationEnd = 'stop' | 'length' | 'repeated' | 'aborted';

/**
 * Reads the prompt into the sequence, re-using what it shares with the last one, and yields the text that follows.
 * @param counts is kept up to date while the generation runs
 */
export async function* generate(
  model: LlamaModel,
  sequence: LlamaSequence,
  request: GenerationRequest,
  counts: GenerationCounts,
): AsyncGenerator<Piece, GenerationEnd> {
  const started = performance.now();
  const unread = await prefill(sequence, request, counts);
  if (unread === undefined) return 'aborted';
  const { options, signal } = request;
  const pieceOf = textPieces((tokens, previous) => model.detokenize(tokens, false, previous));
  const scan = stopScanner(options.stop);
  const repeats = repetitionGuard();
  let firstTokenAt: number | undefined;
  let scored: ScoredToken[] = [];
  for await (const { token, confidence } of tokens(model, sequence, request, unread)) {
    const now = performance.now();
    firstTokenAt ??= now;
    counts.generatedTokens++;
    counts.prefillMs = firstTokenAt - started;
    counts.decodeMs = now - firstTokenAt;
    if (signal.aborted) return 'aborted';
    const ended = model.isEogToken(token);
    const piece = pieceOf(token);
    if (confidence !== undefined && !ended) {
      scored.push({ token: model.detokenize([token], false), logProbability: Math.log(confidence) });
    }
    if (piece !== undefined) {
      const { send, stopped } = scan(piece, ended);
      if (repeats(send)) return 'repeated';
      if (send !== '') {
        yield { text: send, tokens: scored };
        scored = [];
      }
      if (stopped) return 'stop';
    }
    if (ended) return 'stop';
    if (counts.generatedTokens === options.numPredict) return 'length';
  }
  return 'length';
}

/**
 * Evaluates all of the prompt but its last batch.
 * @returns the last batch, which the sampler needs; undefined when aborted
 */
async function prefill(
  sequence: LlamaSequence,
  { prompt, signal }: GenerationRequest,
  counts: GenerationCounts,
): Promise<readonly Token[] | undefined> {
  // The last token is always read again: the next one is sampled from its evaluation.
  await sequence.adaptStateToTokens(prompt.slice(0, -1), false);
  counts.promptTokens = prompt.length;
  counts.cachedTokens = sequence.nextTokenIndex;
  let at = sequence.nextTokenIndex;
  while (prompt.length - at > PREFILL_BATCH_TOKENS) {
    if (signal.aborted) return undefined;
    await sequence.evaluateWithoutGeneratingNewTokens(prompt.slice(at, at + PREFILL_BATCH_TOKENS));
    at += PREFILL_BATCH_TOKENS;
  }
  return signal.aborted ? undefined : prompt.slice(at);
}

/** Generates tokens until the window is full (or for ever, when the context may shift). */
async function* tokens(
  model: LlamaModel,
  sequence: LlamaSequence,
  request: GenerationRequest,
  unread: readonly Token[],
): AsyncGenerator<EvaluatedToken, void> {
  const generated: Token[] = [];
  const sampling = samplingOptions(request.options, () => [...request.prompt, ...generated]);
  const windowTokens = slotTokens(request.options.numCtx);
  let next = unread;
  for (;;) {
    const metadata = { confidence: request.logProbabilities };
    for await (const evaluated of sequence.evaluateWithMetadata(next, metadata, {
      ...sampling,
      yieldEogToken: true,
    })) {
      generated.push(evaluated.token);
      yield evaluated;
      next = [evaluated.token];
      if (sequence.nextTokenIndex + 1 >= windowTokens) break;
    }
    if (!request.shift) return;
    await shiftContext(model, sequence, request.options);
  }
}

/** Frees half of the context behind the kept tokens, as llama-server does. */
async function shiftContext(
  model: LlamaModel,
  sequence: LlamaSequence,
  options: RequestOptions,
): Promise<void> {
  const bos = model.tokens.shouldPrependBosToken ? 1 : 0;
  const held = sequence.nextTokenIndex;
  const asked = options.numKeep < 0 ? held : options.numKeep + bos;
  const keep = Math.min(asked, slotTokens(options.numCtx) - SHIFT_RESERVE_TOKENS);
  const discard = Math.max(Math.floor((held - keep) / 2), 1);
  await sequence.eraseContextTokenRanges([{ start: keep, end: keep + discard }]);
}

function samplingOptions(options: RequestOptions, history: () => Token[]): SamplingOptions {
  const { repeatPenalty, frequencyPenalty, presencePenalty, repeatLastN, numCtx, seed } = options;
  const lookBack = repeatLastN < 0 ? numCtx : repeatLastN;
  const penalised = lookBack > 0 && (repeatPenalty !== 1 || frequencyPenalty !== 0 || presencePenalty !== 0);
  return {
    temperature: Math.max(options.temperature, 0),
    topK: Math.max(options.topK, 0),
    topP: options.topP,
    minP: options.minP,
    ...(seed === undefined ? {} : { seed }),
    ...(penalised && {
      repeatPenalty: {
        punishTokens: () => history().slice(-lookBack),
        maxPunishTokens: lookBack,
        penalty: repeatPenalty,
        frequencyPenalty,
        presencePenalty,
      },
    }),
  };
}

function repetitionGuard(): (piece: string) => boolean {
  let last = '';
  let count = 0;
  return (piece) => {
    const trimmed = piece.trim();
    count = trimmed === last ? count + 1 : 0;
    last = trimmed;
    return count > LONGEST_REPETITION;
  };
}

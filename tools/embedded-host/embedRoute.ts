import type { ServerResponse } from 'node:http';
import type { Caller, Host } from './completion';
import { HostError } from './hostError';
import { requireModel } from './hostedModel';
import { readKeepAlive } from './keepAlive';
import type { LlamaModel, Token } from './llamaCpp';
import type { SlotLease } from './modelSlot';
import { slotTokens } from './promptTokens';
import { sendJson } from './reply';
import { decodeBody, type BodyType } from './requestBody';
import { readOptions } from './requestOptions';

const fields = {
  model: 'string',
  input: 'any',
  truncate: 'bool',
  keep_alive: 'any',
  options: 'map[string]interface {}',
} as const;
const bodyType: BodyType<typeof fields> = { name: 'EmbedRequest', owner: 'api', fields };

const NS_PER_MS = 1e6;

/**
 * POST /api/embed
 * @throws HostError 501 where the host was started without `--embeddings`, as Ollama does for a model that completes
 */
export async function embedRoute(
  host: Host,
  caller: Caller,
  body: string,
  response: ServerResponse,
): Promise<void> {
  const request = decodeBody(body, bodyType);
  const { model = '', truncate = true } = request;
  const inputs = inputsOf(request.input);
  const keepAliveMs = readKeepAlive(request.keep_alive);
  requireEmbeddable(host, model);
  const { numCtx } = readOptions(request.options ?? {}, host.window);
  const started = performance.now();
  const entry = host.trail.begin(caller.route, caller.userAgent);
  const lease = await host.slot.acquire({ numCtx, shift: true }, caller.signal);
  try {
    if (lease === undefined) return;
    entry.finish = 'running';
    const { embeddings, tokens } = await embed(lease, { inputs, truncate, signal: caller.signal });
    entry.promptTokens = tokens;
    entry.finish = 'done';
    sendJson(response, 200, {
      model,
      embeddings,
      total_duration: Math.round((performance.now() - started) * NS_PER_MS),
      load_duration: Math.round(lease.loadMs * NS_PER_MS),
      prompt_eval_count: tokens,
    });
  } finally {
    if (entry.finish !== 'done') entry.finish = caller.signal.aborted ? 'aborted' : 'failed';
    await lease?.release(keepAliveMs);
  }
}

function inputsOf(input: unknown): readonly string[] {
  if (input === undefined || input === '') return [];
  if (typeof input === 'string') return [input];
  if (Array.isArray(input) && input.every((each) => typeof each === 'string')) return input;
  throw new HostError(400, 'invalid input type');
}

function requireEmbeddable(host: Host, model: string): void {
  try {
    requireModel(host.model, model);
  } catch (error) {
    if (!(error instanceof HostError) || error.status !== 404 || model === '') throw error;
    throw new HostError(404, `model "${model}" not found, try pulling it first`);
  }
  if (!host.embeds)
    throw new HostError(501, 'This server does not support embeddings. Start it with `--embeddings`');
}

interface ToEmbed {
  readonly inputs: readonly string[];
  readonly truncate: boolean;
  readonly signal: AbortSignal;
}

/** One input after the other in a context of its own: what completion has in its cache stays. */
async function embed(
  { model, numCtx, threads }: SlotLease,
  { inputs, truncate, signal }: ToEmbed,
): Promise<{ readonly embeddings: readonly (readonly number[])[]; readonly tokens: number }> {
  const window = slotTokens(numCtx);
  const prompts = inputs.map((input) => fitted(model, input, { window, truncate }));
  const context = await model.createEmbeddingContext({ contextSize: window, batchSize: window, threads });
  const embeddings: (readonly number[])[] = [];
  try {
    for (const prompt of prompts) {
      if (signal.aborted) break;
      const { vector } = await context.getEmbeddingFor(prompt);
      embeddings.push(ofLengthOne(vector));
    }
  } finally {
    await context.dispose();
  }
  return { embeddings, tokens: prompts.reduce((sum, { length }) => sum + length, 0) };
}

/** Room for the tokens that llama.cpp puts around an input, and the one that it must have left. */
const AROUND_TOKENS = 3;

function fitted(
  model: LlamaModel,
  input: string,
  { window, truncate }: { readonly window: number; readonly truncate: boolean },
): Token[] {
  const tokens = model.tokenize(input, false);
  const most = window - AROUND_TOKENS;
  if (tokens.length > most && !truncate)
    throw new HostError(400, 'the input length exceeds the context length');
  return tokens.slice(0, most);
}

/** As Ollama gives them. */
function ofLengthOne(vector: readonly number[]): readonly number[] {
  const length = Math.hypot(...vector);
  return length === 0 ? vector : vector.map((value) => value / length);
}

import { t } from '../common/l10n';
import { abortError } from '../common/abort';
import type { GenerateEvent, GenerateMetrics, GenerateRequest, InferenceEngine, LoadedModel } from './engine';
import { TransportError } from './errors';
import { openExchange, type EngineEndpoint, type EnginePorts } from './exchange';
import { failure } from './failure';
import { readPart, readProps, readServed, type ServedModel, type ServerProps } from './openAiAnswers';
import { describeServed } from './openAiDescription';
import { withoutRefusedFields } from './refusedFields';
import { watchForStops } from './stopStrings';

/**
 * Servers that offer `/v1/completions`: vLLM, SGLang, llama.cpp's server, LM Studio. The prompt goes out raw, and their
 * tokenizers write BOS. Model and window are what the server was started with; nothing loads or changes them here.
 */
export function createOpenAiEngine(endpoint: EngineEndpoint, ports: EnginePorts): InferenceEngine {
  const server: Server = { endpoint, ports, refused: new Set() };
  const served = (signal: AbortSignal): Promise<ServedModel[]> =>
    ask(server, '/v1/models', readServed, signal);
  const existing = async (
    tag: string,
    signal: AbortSignal,
  ): Promise<{ readonly model: ServedModel; readonly isAlone: boolean }> => {
    const all = await served(signal);
    const model = all.find((each) => each.tag === tag);
    if (model === undefined) throw notServed(tag, endpoint);
    return { model, isAlone: all.length === 1 };
  };
  return {
    choosesWindow: false,
    version: async (signal) => t('OpenAI-style API, {0}', ownersOf(await served(signal))),
    listModels: async (signal) =>
      (await served(signal)).map(({ tag, sizeBytes }) => ({ tag, digest: '', sizeBytes })),
    describeModel: async (tag, signal) => {
      const { model, isAlone } = await existing(tag, signal);
      // Those with a window in their list have no such route, and of several models it would tell of one.
      const mayTell = isAlone && model.window === undefined;
      return describeServed(model, mayTell ? await propsOf(server, signal) : undefined);
    },
    describeVocabulary: () => {
      const detail = t('an OpenAI-style API does not tell the vocabulary of a model');
      return Promise.reject(
        failure(failedAt(endpoint, t('the vocabulary')), { kind: 'unsupported', detail }),
      );
    },
    loadedModels: async (signal) => withWindows(await served(signal), server, signal),
    load: async (tag, _load, signal) => {
      await existing(tag, signal);
    },
    generate: (request, signal) => generate(server, request, signal),
  };
}

/** The address of a route, whether the endpoint's URL was written with `/v1` at its end or without. */
export function openAiUrl(endpoint: EngineEndpoint, route: string): string {
  return endpoint.url.replace(/\/v1$/, '') + route;
}

const COMPLETIONS = 'POST /v1/completions';
/** As many stop strings as OpenAI's API takes. vLLM refuses more; the others are looked for here. */
const MOST_STOPS = 4;
const LISTING_BYTES = 8 * 1_048_576;

/** What not every server understands. One that refuses a field by its name is not sent it again. */
const optionalFields = ['stream_options', 'top_k', 'seed', 'logprobs'] as const;
type OptionalField = (typeof optionalFields)[number];

interface Server {
  readonly endpoint: EngineEndpoint;
  readonly ports: EnginePorts;
  readonly refused: Set<OptionalField>;
}

function generate(
  server: Server,
  request: GenerateRequest,
  signal: AbortSignal,
): AsyncGenerator<GenerateEvent, void, undefined> {
  const { refused } = server;
  const body = (): Readonly<Record<string, unknown>> => wireRequest(request, refused);
  return withoutRefusedFields({ optional: optionalFields, refused, body }, () =>
    attempt(server, request, signal),
  );
}

async function* attempt(
  { endpoint, ports, refused }: Server,
  request: GenerateRequest,
  signal: AbortSignal,
): AsyncGenerator<GenerateEvent, void, undefined> {
  const exchange = openExchange(endpoint, ports, { route: COMPLETIONS, answer: 'events' }, signal);
  const init = {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: 'text/event-stream' },
    body: JSON.stringify(wireRequest(request, refused)),
  };
  const stops = watchForStops(request.options.stop?.slice(MOST_STOPS) ?? []);
  let finishReason: 'stop' | 'length' | 'cut-off' = 'cut-off';
  let metrics: GenerateMetrics = {};
  let hasBegun = false;
  try {
    // The usage comes after the finish reason, in an event of its own.
    for await (const event of exchange.events(openAiUrl(endpoint, '/v1/completions'), init)) {
      hasBegun = true;
      const part = readPart(event);
      finishReason = part.finishReason ?? finishReason;
      metrics = { ...metrics, ...part.metrics };
      const { logProbabilities } = part;
      const { text, isOver } = stops.take(part.text);
      if (text !== '') yield { kind: 'text', text, ...(logProbabilities && { logProbabilities }) };
      if (!isOver) continue;
      finishReason = 'stop';
      break;
    }
    if (signal.aborted) throw abortError();
    if (!hasBegun) throw saidNothing(endpoint);
    const rest = stops.rest();
    if (rest !== '') yield { kind: 'text', text: rest };
    yield { kind: 'done', finishReason, metrics };
  } catch (thrown) {
    throw exchange.failureOf(thrown);
  } finally {
    exchange.close();
  }
}

function wireRequest(
  { model, prompt, options }: GenerateRequest,
  refused: ReadonlySet<string>,
): Record<string, unknown> {
  const fields = {
    model,
    prompt,
    stream: true,
    stream_options: { include_usage: true },
    max_tokens: options.numPredict,
    temperature: options.temperature,
    top_p: options.topP,
    top_k: options.topK,
    seed: options.seed,
    stop: options.stop?.slice(0, MOST_STOPS),
    logprobs: options.logProbabilities ? 1 : undefined,
  };
  const given = Object.entries(fields).filter(([name, value]) => value !== undefined && !refused.has(name));
  return Object.fromEntries(given);
}

/** Every served model is loaded; where its window doesn't stand in the list, llama.cpp's server tells that of its one. */
async function withWindows(
  models: readonly ServedModel[],
  server: Server,
  signal: AbortSignal,
): Promise<LoadedModel[]> {
  const isTold = models.every(({ window }) => window !== undefined);
  const slot = isTold ? undefined : (await propsOf(server, signal))?.window;
  return models.map(({ tag, window = slot, sizeBytes }) => ({
    tag,
    digest: '',
    sizeBytes,
    vramBytes: sizeBytes,
    ...(window === undefined ? {} : { contextLength: window }),
  }));
}

async function propsOf(server: Server, signal: AbortSignal): Promise<ServerProps | undefined> {
  try {
    return await ask(server, '/props', readProps, signal);
  } catch (thrown) {
    if (thrown instanceof TransportError) return undefined; // No server of llama.cpp, which is nothing amiss.
    throw thrown;
  }
}

/** Gets a route whose answer is read whole. */
async function ask<T>(
  { endpoint, ports }: Server,
  route: string,
  read: (answer: unknown) => T,
  signal: AbortSignal,
): Promise<T> {
  const kind = { route: `GET ${route}`, answer: { limitBytes: LISTING_BYTES } };
  const exchange = openExchange(endpoint, ports, kind, signal);
  try {
    return read(await (await exchange.fetch(openAiUrl(endpoint, route))).json());
  } catch (thrown) {
    throw exchange.failureOf(thrown);
  } finally {
    exchange.close();
  }
}

function ownersOf(models: readonly ServedModel[]): string {
  const owners = new Set(models.map(({ owner }) => owner).filter((owner) => owner !== ''));
  return owners.size === 0 ? t('server unknown') : [...owners].join(', ');
}

function notServed(tag: string, endpoint: EngineEndpoint): TransportError {
  const detail = t('the server does not serve {0}', tag);
  return failure(failedAt(endpoint, 'GET /v1/models'), { kind: 'model-missing', detail });
}

/** Servers that begin to stream before they look at the prompt can't refuse it by a status any more. */
function saidNothing(endpoint: EngineEndpoint): TransportError {
  const detail = t(
    'the answer ended before it had begun, as some servers do where a prompt is longer than their window',
  );
  return failure(failedAt(endpoint, COMPLETIONS), { kind: 'host-fault', detail });
}

function failedAt(
  endpoint: EngineEndpoint,
  route: string,
): { endpoint: string; route: string; answerBegan: boolean } {
  return { endpoint: endpoint.url, route, answerBegan: false };
}

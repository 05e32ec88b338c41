import type { GenerateRequest as WireGenerate } from 'ollama/browser';
import { askOllama, smallAnswer } from './askOllama';
import {
  readLogProbabilities,
  readDescription,
  readListing,
  readLoaded,
  readMetrics,
  readVersion,
} from './ollamaAnswers';
import { clientOf, finishReasonOf, isEndWithoutDone, loadFields, wireOptions } from './ollamaClient';
import type { GenerateEvent, GenerateRequest, InferenceEngine } from './engine';
import { withoutRefusedFields } from './refusedFields';
import { openExchange, type EngineEndpoint, type EnginePorts, type Exchange } from './exchange';

/**
 * Ollama's native API. The `ollama` package speaks the protocol, one short-lived client per request: it keeps aborted
 * streams for ever, can't be aborted before the answer's headers, and doesn't close what is left early.
 */
export function createOllamaEngine(endpoint: EngineEndpoint, ports: EnginePorts): InferenceEngine {
  const ask = askOllama(endpoint, ports);
  const refused = new Set<OptionalField>();
  return {
    choosesWindow: true,
    version: (signal) =>
      ask(smallAnswer('GET /api/version'), signal, async (client) => readVersion(await client.version())),
    listModels: (signal) =>
      ask(smallAnswer('GET /api/tags'), signal, async (client) => readListing(await client.list())),
    describeModel: (tag, signal) =>
      ask(smallAnswer('POST /api/show'), signal, async (client) =>
        readDescription(await client.show({ model: tag })),
      ),
    describeVocabulary: (tag, signal) =>
      ask(
        { route: 'POST /api/show', answer: { limitBytes: VOCABULARY_BYTES } },
        signal,
        (_client, exchange) => rawVocabulary(endpoint, exchange, tag),
      ),
    loadedModels: (signal) =>
      ask(smallAnswer('GET /api/ps'), signal, async (client) => readLoaded(await client.ps())),
    load: (tag, load, signal) =>
      ask(smallAnswer('POST /api/generate'), signal, async (client) => {
        await client.generate({ ...loadFields(load), model: tag, prompt: '', stream: false });
      }),
    generate: (request, signal) =>
      withoutRefusedFields(
        { optional: optionalFields, refused, body: () => wireRequest(request, refused) },
        () => generate(endpoint, ports, wireRequest(request, refused), signal),
      ),
  };
}

/** Vocabularies of 250,000 tokens with their merges take 15 MB as JSON. */
const VOCABULARY_BYTES = 64 * 1_048_576;

/** The package's types lag behind the protocol. */
type WireRequest = WireGenerate & { truncate?: boolean };

/** What hosts with Ollama's API may lack. One that refuses a field by its name is not sent it again. */
const optionalFields = ['logprobs'] as const;
type OptionalField = (typeof optionalFields)[number];

async function* generate(
  endpoint: EngineEndpoint,
  ports: EnginePorts,
  request: WireRequest,
  signal: AbortSignal,
): AsyncGenerator<GenerateEvent, void, undefined> {
  const exchange = openExchange(endpoint, ports, { route: 'POST /api/generate', answer: 'lines' }, signal);
  let ended = false;
  try {
    const stream = await clientOf(endpoint, exchange).generate({ ...request, stream: true });
    for await (const part of stream) {
      if (part.response) yield { kind: 'text', text: part.response, ...readLogProbabilities(part) };
      if (!part.done) continue;
      ended = true;
      yield { kind: 'done', finishReason: finishReasonOf(part.done_reason), metrics: readMetrics(part) };
      return;
    }
  } catch (thrown) {
    if (ended || !isEndWithoutDone(thrown)) throw exchange.failureOf(thrown);
    yield { kind: 'done', finishReason: 'cut-off', metrics: {} };
  } finally {
    exchange.close();
  }
}

function wireRequest(
  { model, prompt, load, options }: GenerateRequest,
  refused: ReadonlySet<OptionalField>,
): WireRequest & Readonly<Record<string, unknown>> {
  const { options: loadOptions, ...keep } = loadFields(load);
  // Without `truncate: false` an over-long prompt loses its middle, and nothing in the answer says so.
  return {
    ...keep,
    model,
    prompt,
    raw: true,
    truncate: false,
    ...(options.logProbabilities && !refused.has('logprobs') && { logprobs: true }),
    options: { ...loadOptions, ...wireOptions(options) },
  };
}

/** Not through the client, which would parse megabytes of JSON on the editor's thread. */
async function rawVocabulary(endpoint: EngineEndpoint, exchange: Exchange, tag: string): Promise<Uint8Array> {
  const response = await exchange.fetch(`${endpoint.url}/api/show`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ model: tag, verbose: true }),
  });
  return new Uint8Array(await response.arrayBuffer());
}

import { abortError } from '../common/abort';
import type { ChatEngine, ChatEvent, ChatMessage, ChatRequest, EmbedRequest } from './chatEngine';
import { openExchange, type EngineEndpoint, type EnginePorts } from './exchange';
import { embeddingsOf, gatheredCalls, readChatPart } from './openAiChatAnswers';
import { openAiUrl } from './openAiEngine';
import { splitThinking } from './thinkSplitter';
import { withoutRefusedFields } from './refusedFields';

/** `/v1/chat/completions` and `/v1/embeddings` of vLLM, SGLang, llama.cpp's server, LM Studio. */
export function createOpenAiChatEngine(endpoint: EngineEndpoint, ports: EnginePorts): ChatEngine {
  const server: Server = { endpoint, ports, refused: new Set() };
  return {
    chat: (request, signal) => splitThinking(chat(server, request, signal)),
    embed: (request, signal) => embed(server, request, signal),
  };
}

const ROUTE = 'POST /v1/chat/completions';
const EMBEDDINGS = 'POST /v1/embeddings';
const EMBEDDINGS_BYTES = 64 * 1_048_576;

/** What not every server understands. One that refuses a field by its name is not sent it again. */
const optionalFields = [
  'stream_options',
  'chat_template_kwargs',
  'reasoning_effort',
  'top_k',
  'seed',
] as const;
type OptionalField = (typeof optionalFields)[number];

interface Server {
  readonly endpoint: EngineEndpoint;
  readonly ports: EnginePorts;
  readonly refused: Set<OptionalField>;
}

function chat(
  server: Server,
  request: ChatRequest,
  signal: AbortSignal,
): AsyncGenerator<ChatEvent, void, undefined> {
  const { refused } = server;
  const body = (): Readonly<Record<string, unknown>> => wireRequest(request, refused);
  return withoutRefusedFields({ optional: optionalFields, refused, body }, () =>
    attempt(server, request, signal),
  );
}

async function* attempt(
  { endpoint, ports, refused }: Server,
  request: ChatRequest,
  signal: AbortSignal,
): AsyncGenerator<ChatEvent, void, undefined> {
  const exchange = openExchange(endpoint, ports, { route: ROUTE, answer: 'events' }, signal);
  const calls = gatheredCalls();
  let done: Extract<ChatEvent, { kind: 'done' }> = { kind: 'done', finishReason: 'cut-off', metrics: {} };
  try {
    const init = jsonRequest(wireRequest(request, refused), 'text/event-stream');
    // The usage comes after the finish reason, in an event of its own.
    for await (const event of exchange.events(openAiUrl(endpoint, '/v1/chat/completions'), init)) {
      const part = readChatPart(event);
      calls.take(part.calls);
      const finishReason = part.finishReason ?? done.finishReason;
      done = { kind: 'done', finishReason, metrics: { ...done.metrics, ...part.metrics } };
      if (part.thinking !== '') yield { kind: 'thinking', text: part.thinking };
      if (part.text !== '') yield { kind: 'text', text: part.text };
    }
    if (signal.aborted) throw abortError();
    for (const call of calls.all()) yield { kind: 'tool-call', call };
    yield done;
  } catch (thrown) {
    throw exchange.failureOf(thrown);
  } finally {
    exchange.close();
  }
}

function jsonRequest(body: unknown, accept: string): RequestInit {
  const headers = { 'Content-Type': 'application/json', Accept: accept };
  return { method: 'POST', headers, body: JSON.stringify(body) };
}

function wireRequest(request: ChatRequest, refused: ReadonlySet<string>): Record<string, unknown> {
  const { model, messages, options, think, tools = [] } = request;
  const fields = {
    model,
    messages: messages.map(wireMessage),
    stream: true,
    stream_options: { include_usage: true },
    max_tokens: options.numPredict,
    temperature: options.temperature,
    top_p: options.topP,
    top_k: options.topK,
    seed: options.seed,
    stop: options.stop,
    // How vLLM, SGLang and llama.cpp switch a template's thinking, and how all of them take levels.
    chat_template_kwargs:
      typeof think === 'boolean' ? { enable_thinking: think, thinking: think } : undefined,
    reasoning_effort: typeof think === 'string' ? think : undefined,
    tools: tools.length === 0 ? undefined : tools.map((tool) => ({ type: 'function', function: tool })),
    tool_choice: request.mustCall ? 'required' : undefined,
  };
  const given = Object.entries(fields).filter(([name, value]) => value !== undefined && !refused.has(name));
  return Object.fromEntries(given);
}

function wireMessage(message: ChatMessage): Record<string, unknown> {
  const { role, content } = message;
  if (role === 'user' && message.images !== undefined) {
    const images = message.images.map((image) => ({
      type: 'image_url',
      image_url: { url: `data:${mediaType(image)};base64,${image}` },
    }));
    return { role, content: [{ type: 'text', text: content }, ...images] };
  }
  if (role === 'tool') return { role, content, tool_call_id: message.toolCallId };
  if (role !== 'assistant' || message.toolCalls === undefined) return { role, content };
  const tool_calls = message.toolCalls.map((call) => ({
    id: call.id,
    type: 'function',
    function: { name: call.name, arguments: JSON.stringify(call.arguments) },
  }));
  return { role, content, tool_calls };
}

/** By the first bytes as Base64 has them. */
function mediaType(base64: string): string {
  if (base64.startsWith('/9j/')) return 'image/jpeg';
  return base64.startsWith('UklGR') ? 'image/webp' : 'image/png';
}

async function embed(
  { endpoint, ports }: Server,
  { model, inputs }: EmbedRequest,
  signal: AbortSignal,
): Promise<readonly Float32Array[]> {
  const kind = { route: EMBEDDINGS, answer: { limitBytes: EMBEDDINGS_BYTES } };
  const exchange = openExchange(endpoint, ports, kind, signal);
  try {
    const init = jsonRequest({ model, input: inputs, encoding_format: 'float' }, 'application/json');
    const response = await exchange.fetch(openAiUrl(endpoint, '/v1/embeddings'), init);
    return embeddingsOf(await response.json(), inputs.length);
  } catch (thrown) {
    throw exchange.failureOf(thrown);
  } finally {
    exchange.close();
  }
}

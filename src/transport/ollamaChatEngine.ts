import type { ChatRequest as WireChat, Message as WireMessage } from 'ollama/browser';
import type { ChatEngine, ChatEvent, ChatMessage, ChatRequest, EmbedRequest, ToolCall } from './chatEngine';
import { TransportError } from './errors';
import { openExchange, type EngineEndpoint, type EnginePorts } from './exchange';
import { readMetrics } from './ollamaAnswers';
import { clientOf, finishReasonOf, isEndWithoutDone, loadFields, wireOptions } from './ollamaClient';
import { splitThinking } from './thinkSplitter';

/** Ollama's `/api/chat` and `/api/embed`. */
export function createOllamaChatEngine(endpoint: EngineEndpoint, ports: EnginePorts): ChatEngine {
  /** Versions of models that were found unable to think, whatever their description says. */
  const thoughtless = new Set<string>();
  return {
    chat: (request, signal) => {
      const ask = (asked: ChatRequest): AsyncIterable<ChatEvent> => chat(endpoint, ports, asked, signal);
      return splitThinking(withoutThinkOnRefusal(request, thoughtless, ask));
    },
    embed: (request, signal) => embed(endpoint, ports, request, signal),
  };
}

/** A vector of 4,096 numbers takes 80 KB as JSON; a batch has a few dozen of them. */
const EMBEDDINGS_BYTES = 64 * 1_048_576;

/** Asks once more without `think` where the host refuses it, and never again with it for that model. */
async function* withoutThinkOnRefusal(
  request: ChatRequest,
  thoughtless: Set<string>,
  ask: (request: ChatRequest) => AsyncIterable<ChatEvent>,
): AsyncGenerator<ChatEvent, void, undefined> {
  const { think, ...plain } = request;
  const version = request.digest ?? request.model;
  if (think === undefined || thoughtless.has(version)) {
    yield* ask(plain);
    return;
  }
  try {
    yield* ask(request);
  } catch (thrown) {
    if (!isThinkRefusal(thrown)) throw thrown;
    thoughtless.add(version);
    yield* ask(plain);
  }
}

/** Comes in place of an answer, never in the middle of one. */
function isThinkRefusal(thrown: unknown): boolean {
  return (
    thrown instanceof TransportError && thrown.kind === 'unsupported' && /think/i.test(thrown.facts.detail)
  );
}

async function* chat(
  endpoint: EngineEndpoint,
  ports: EnginePorts,
  request: ChatRequest,
  signal: AbortSignal,
): AsyncGenerator<ChatEvent, void, undefined> {
  const exchange = openExchange(endpoint, ports, { route: 'POST /api/chat', answer: 'lines' }, signal);
  const calls = callNumbers();
  let ended = false;
  try {
    const stream = await clientOf(endpoint, exchange).chat({ ...wireRequest(request), stream: true });
    for await (const part of stream) {
      yield* eventsOf(part.message, calls);
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

type PartialMessage = Partial<WireMessage> | undefined;

function* eventsOf(message: PartialMessage, nextCall: () => string): Generator<ChatEvent> {
  if (message?.thinking) yield { kind: 'thinking', text: message.thinking };
  if (message?.content) yield { kind: 'text', text: message.content };
  for (const call of message?.tool_calls ?? []) yield { kind: 'tool-call', call: toolCall(call, nextCall()) };
}

function callNumbers(): () => string {
  let count = 0;
  return () => `call-${(count += 1)}`;
}

/** Hosts check what the model wrote; what they pass on may still be of any kind. */
function toolCall(raw: unknown, id: string): ToolCall {
  const { function: called } = raw as { function?: { name?: unknown; arguments?: unknown } };
  const name = typeof called?.name === 'string' ? called.name : '';
  const given = called?.arguments ?? {};
  if (typeof given === 'object' && !Array.isArray(given)) {
    return { id, name, arguments: given as Record<string, unknown> };
  }
  const malformed = typeof given === 'string' ? given : JSON.stringify(given);
  return { id, name, arguments: {}, malformed };
}

/** The package's types lag behind the protocol: any level, and what becomes of a conversation that is too long. */
type WireRequest = WireChat & { truncate?: boolean };

function wireRequest({ model, messages, load, options, think, tools }: ChatRequest): WireRequest {
  const { options: loadOptions, ...keep } = loadFields(load);
  return {
    ...keep,
    model,
    messages: messages.map(wireMessage),
    // Else a conversation that is too long loses its oldest messages, and nothing in the answer says so. `shift` is left
    // out as in completions: since 0.30 a model is loaded with it, so that one that changes loads it anew.
    truncate: false,
    options: { ...loadOptions, ...wireOptions(options) },
    ...(think === undefined ? {} : { think: think as NonNullable<WireChat['think']> }),
    ...(tools === undefined || tools.length === 0
      ? {}
      : { tools: tools.map((tool) => ({ type: 'function', function: { ...tool } })) }),
  };
}

function wireMessage(message: ChatMessage): WireMessage {
  const { role, content } = message;
  if (role === 'user' && message.images !== undefined) return { role, content, images: [...message.images] };
  if (role === 'tool') return { role, content, tool_name: message.toolName };
  if (role !== 'assistant' || message.toolCalls === undefined) return { role, content };
  const tool_calls = message.toolCalls.map((call) => ({
    function: { name: call.name, arguments: { ...call.arguments } },
  }));
  return { role, content, tool_calls };
}

async function embed(
  endpoint: EngineEndpoint,
  ports: EnginePorts,
  { model, inputs, keepAlive }: EmbedRequest,
  signal: AbortSignal,
): Promise<readonly Float32Array[]> {
  const kind = { route: 'POST /api/embed', answer: { limitBytes: EMBEDDINGS_BYTES } };
  const exchange = openExchange(endpoint, ports, kind, signal);
  try {
    const client = clientOf(endpoint, exchange);
    const keep = keepAlive === undefined ? {} : { keep_alive: keepAlive };
    const answer: unknown = await client.embed({ model, input: [...inputs], ...keep });
    return vectorsOf(answer, inputs.length);
  } catch (thrown) {
    throw exchange.failureOf(thrown);
  } finally {
    exchange.close();
  }
}

function vectorsOf(answer: unknown, count: number): Float32Array[] {
  const { embeddings } = answer as { embeddings?: unknown };
  if (!Array.isArray(embeddings) || embeddings.length !== count) {
    throw new SyntaxError('not one embedding for each text');
  }
  return (embeddings as unknown[]).map((vector) => {
    if (!Array.isArray(vector)) throw new SyntaxError('an embedding is not a list');
    return Float32Array.from(vector as number[]);
  });
}

import type { ToolCall } from './chatEngine';
import type { FinishReason, GenerateMetrics } from './engine';
import { readPart } from './openAiAnswers';
import type { EventFields } from './serverSentEvents';

// Reads what OpenAI-style servers answer in a chat. Fields that are missing or of another type count as absent.

/** A piece of a tool call; those with the same index belong together. */
interface CallPiece {
  readonly index: number;
  readonly id?: string;
  readonly name?: string;
  readonly argumentsText: string;
}

export interface ChatPart {
  readonly text: string;
  readonly thinking: string;
  readonly calls: readonly CallPiece[];
  readonly finishReason?: FinishReason;
  readonly metrics: GenerateMetrics;
}

export function readChatPart(event: EventFields): ChatPart {
  const choices: unknown = event['choices'];
  const choice = fieldsOf(Array.isArray(choices) ? (choices as unknown[])[0] : undefined);
  const delta = fieldsOf(choice['delta'] ?? choice['message']);
  const { metrics } = readPart(event);
  const reason = textOf(choice['finish_reason']);
  const calls: unknown = delta['tool_calls'];
  return {
    text: textOf(delta['content']) ?? '',
    // DeepSeek's and vLLM's name, then that of newer servers.
    thinking: textOf(delta['reasoning_content']) ?? textOf(delta['reasoning']) ?? '',
    calls: Array.isArray(calls) ? (calls as unknown[]).map(callPiece) : [],
    metrics,
    ...(reason === undefined ? {} : { finishReason: reason === 'length' ? 'length' : 'stop' }),
  };
}

function callPiece(raw: unknown, position: number): CallPiece {
  const fields = fieldsOf(raw);
  const called = fieldsOf(fields['function']);
  const index = typeof fields['index'] === 'number' ? fields['index'] : position;
  const [id, name] = [textOf(fields['id']), textOf(called['name'])];
  return {
    index,
    argumentsText: textOf(called['arguments']) ?? '',
    ...(id === undefined ? {} : { id }),
    ...(name === undefined ? {} : { name }),
  };
}

export interface GatheredCalls {
  readonly take: (pieces: readonly CallPiece[]) => void;
  readonly all: () => readonly ToolCall[];
}

/** Puts the pieces of tool calls together; arguments that are no JSON object are handed on as they are. */
export function gatheredCalls(): GatheredCalls {
  const calls = new Map<number, { id: string; name: string; text: string }>();
  return {
    take: (pieces) => {
      for (const { index, id, name, argumentsText } of pieces) {
        const call = calls.get(index) ?? { id: `call-${index + 1}`, name: '', text: '' };
        calls.set(index, {
          id: id ?? call.id,
          name: call.name + (name ?? ''),
          text: call.text + argumentsText,
        });
      }
    },
    all: () => [...calls.values()].map(({ id, name, text }) => ({ id, name, ...parsedArguments(text) })),
  };
}

function parsedArguments(text: string): Pick<ToolCall, 'arguments' | 'malformed'> {
  if (text.trim() === '') return { arguments: {} };
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) {
      return { arguments: parsed as Record<string, unknown> };
    }
  } catch {
    // The model wrote something else: whoever runs the tool can tell it so.
  }
  return { arguments: {}, malformed: text };
}

/** One vector per text, by the index that the server gives each. Throws a SyntaxError. */
export function embeddingsOf(answer: unknown, count: number): readonly Float32Array[] {
  const entries: unknown = fieldsOf(answer)['data'];
  if (!Array.isArray(entries) || entries.length !== count) {
    throw new SyntaxError('not one embedding for each text');
  }
  const vectors = new Map<number, Float32Array>();
  (entries as unknown[]).map(fieldsOf).forEach(({ index, embedding }, position) => {
    if (!Array.isArray(embedding)) throw new SyntaxError('an embedding is not a list');
    vectors.set(typeof index === 'number' ? index : position, Float32Array.from(embedding as number[]));
  });
  return Array.from({ length: count }, (_none, index) => {
    const vector = vectors.get(index);
    if (vector === undefined) throw new SyntaxError('an embedding is missing');
    return vector;
  });
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

import type { FinishReason, GenerateMetrics, GenerateOptions, LoadOptions } from './engine';

/** One message of a conversation as the host gets it. */
export type ChatMessage =
  | { readonly role: 'system'; readonly content: string }
  | {
      readonly role: 'user';
      readonly content: string;
      /** Base64 without a `data:` prefix: PNG, JPEG or WebP. */
      readonly images?: readonly string[];
    }
  | { readonly role: 'assistant'; readonly content: string; readonly toolCalls?: readonly ToolCall[] }
  /** What a tool gave for the call with this id. */
  | {
      readonly role: 'tool';
      readonly content: string;
      readonly toolName: string;
      readonly toolCallId: string;
    };

export interface ChatTool {
  readonly name: string;
  readonly description: string;
  /** JSON schema of the arguments: an object. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

export interface ToolCall {
  /** Unique within the answer; made up where the host gives none. */
  readonly id: string;
  readonly name: string;
  /** Empty where `malformed` is set. */
  readonly arguments: Readonly<Record<string, unknown>>;
  /** What the model wrote instead of a JSON object. */
  readonly malformed?: string;
}

export interface ChatRequest {
  readonly model: string;
  /** Names the model's version, where known: what a host was found not to support is remembered by it. */
  readonly digest?: string;
  readonly messages: readonly ChatMessage[];
  readonly load: LoadOptions;
  readonly options: GenerateOptions;
  /** Whether to think, or how much (`low`, `medium`, `high`); the model's own default when absent. */
  readonly think?: boolean | string;
  readonly tools?: readonly ChatTool[];
  /** The answer has to call one of them; hosts that can't see to it pass over this. */
  readonly mustCall?: boolean;
}

export type ChatEvent =
  | { readonly kind: 'thinking'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  /** All text so far belongs to the thought: the host's template had opened it, so only its end was seen. */
  | { readonly kind: 'text-was-thinking' }
  | { readonly kind: 'tool-call'; readonly call: ToolCall }
  | { readonly kind: 'done'; readonly finishReason: FinishReason; readonly metrics: GenerateMetrics };

export interface EmbedRequest {
  readonly model: string;
  readonly inputs: readonly string[];
  readonly keepAlive?: string | number;
}

/** A host's protocol for conversations. Both throw a TransportError, or an AbortError when `signal` aborts. */
export interface ChatEngine {
  /** Leaving the iteration or aborting `signal` ends the answer at the host. The last event is `done`. */
  chat(request: ChatRequest, signal: AbortSignal): AsyncIterable<ChatEvent>;
  /** One vector per input, in their order. */
  embed(request: EmbedRequest, signal: AbortSignal): Promise<readonly Float32Array[]>;
}

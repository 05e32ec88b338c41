import type { FinishReason, GenerateMetrics } from './engine';
import type { EventFields } from './serverSentEvents';

// Reads what servers with OpenAI's API answer: vLLM, SGLang, llama.cpp's server, LM Studio, Ollama. What only some of
// them tell counts as absent elsewhere.

export interface ServedModel {
  readonly tag: string;
  /** vLLM's and SGLang's `max_model_len`: the window that requests really have. */
  readonly window?: number;
  readonly sizeBytes: number;
  readonly owner: string;
  /** What it was loaded from, where the tag may be an alias: the last part of vLLM's `root`. */
  readonly origin?: string;
}

/** What llama.cpp's server tells of itself and the one model it has. */
export interface ServerProps {
  /** Of one slot, in tokens. */
  readonly window?: number;
  /** The name of the model's file. */
  readonly origin?: string;
  /** Jinja; empty where it is not told. */
  readonly chatTemplate: string;
  readonly seesImages: boolean;
  /** Absent on servers that do not say. */
  readonly takesTools?: boolean;
}

/** GET /v1/models. Throws a SyntaxError where it is no such list. */
export function readServed(answer: unknown): ServedModel[] {
  const { data } = fieldsOf(answer);
  if (!Array.isArray(data)) throw new SyntaxError('no list of models in the answer');
  return (data as unknown[])
    .map(fieldsOf)
    .filter(({ id }) => typeof id === 'string')
    .map((model) => {
      const window = countOf(model['max_model_len']);
      const origin = lastPartOf(model['root']);
      return {
        tag: String(model['id']),
        ...(window === undefined ? {} : { window }),
        ...(origin === undefined ? {} : { origin }),
        sizeBytes: countOf(fieldsOf(model['meta'])['size']) ?? 0,
        owner: typeof model['owned_by'] === 'string' ? model['owned_by'] : '',
      };
    });
}

/** GET /props of llama.cpp's server; undefined for an answer of another kind. */
export function readProps(answer: unknown): ServerProps | undefined {
  const props = fieldsOf(answer);
  if (props['default_generation_settings'] === undefined && props['chat_template'] === undefined)
    return undefined;
  const window = countOf(fieldsOf(props['default_generation_settings'])['n_ctx']);
  const origin = lastPartOf(props['model_path']);
  const takesTools = fieldsOf(props['chat_template_caps'])['supports_tools'];
  return {
    ...(window === undefined ? {} : { window }),
    ...(origin === undefined ? {} : { origin }),
    chatTemplate: typeof props['chat_template'] === 'string' ? props['chat_template'] : '',
    seesImages: fieldsOf(props['modalities'])['vision'] === true,
    ...(typeof takesTools === 'boolean' ? { takesTools } : {}),
  };
}

function lastPartOf(path: unknown): string | undefined {
  if (typeof path !== 'string') return undefined;
  const name = path.split(/[\\/]/).findLast((part) => part !== '');
  return name?.replace(/\.gguf$/i, '');
}

export interface CompletionPart {
  readonly text: string;
  readonly finishReason?: FinishReason;
  readonly logProbabilities?: readonly number[];
  readonly metrics: GenerateMetrics;
}

/** One event of a streamed completion. The last one but `[DONE]` may hold nothing but the usage. */
export function readPart(event: EventFields): CompletionPart {
  const [first] = Array.isArray(event['choices']) ? (event['choices'] as unknown[]) : [];
  const { text, finish_reason: reason, logprobs } = fieldsOf(first);
  const logProbabilities = readLogProbabilities(logprobs);
  return {
    text: typeof text === 'string' ? text : '',
    ...(typeof reason === 'string' ? { finishReason: reason === 'length' ? 'length' : 'stop' } : {}),
    ...(logProbabilities.length === 0 ? {} : { logProbabilities }),
    metrics: { ...readUsage(event['usage']), ...readTimings(event['timings']) },
  };
}

/** OpenAI's completions have a list of numbers; llama.cpp's server has the form of chats, a list of tokens. */
function readLogProbabilities(logprobs: unknown): number[] {
  const { token_logprobs: plain, content } = fieldsOf(logprobs);
  if (Array.isArray(plain)) return (plain as unknown[]).filter((value) => typeof value === 'number');
  const tokens = Array.isArray(content) ? (content as unknown[]) : [];
  return tokens.map((token) => fieldsOf(token)['logprob']).filter((value) => typeof value === 'number');
}

/** Some servers send a usage of zeros with each event until the last. */
function readUsage(usage: unknown): GenerateMetrics {
  const fields = fieldsOf(usage);
  const promptTokens = countOf(fields['prompt_tokens']) ?? 0;
  const generatedTokens = countOf(fields['completion_tokens']);
  if (promptTokens === 0) return {};
  return { promptTokens, ...(generatedTokens === undefined ? {} : { generatedTokens }) };
}

/** llama.cpp's own, of computed tokens only. */
function readTimings(timings: unknown): GenerateMetrics {
  const fields = fieldsOf(timings);
  const promptMs = countOf(fields['prompt_ms']);
  const decodeMs = countOf(fields['predicted_ms']);
  return {
    ...(promptMs === undefined ? {} : { promptMs }),
    ...(decodeMs === undefined ? {} : { decodeMs }),
  };
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function countOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
}

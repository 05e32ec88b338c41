import { HostError } from './hostError';

/** Ollama's defaults (api.DefaultOptions); `num_ctx` is the embedded host's own. */
const defaults = {
  num_predict: -1,
  num_keep: 4,
  temperature: 0.8,
  top_k: 40,
  top_p: 0.9,
  min_p: 0,
  repeat_last_n: 64,
  repeat_penalty: 1,
  presence_penalty: 0,
  frequency_penalty: 0,
  seed: -1,
};

/** Ollama's names for the types of its options; those the host does not act on are checked all the same. */
const types = {
  integer: [
    ...['num_ctx', 'num_predict', 'num_keep', 'top_k', 'repeat_last_n', 'seed'],
    ...['num_batch', 'num_gpu', 'main_gpu', 'num_thread', 'draft_num_predict'],
  ],
  float32: [
    ...['temperature', 'top_p', 'min_p', 'typical_p'],
    ...['repeat_penalty', 'presence_penalty', 'frequency_penalty'],
  ],
  boolean: ['use_mmap'],
  array: ['stop'],
} as const;

/** Ollama cuts an open-ended generation at ten windows. */
const LONGEST_GENERATION_WINDOWS = 10;
/** Ollama's smallest window. */
const SMALLEST_WINDOW_TOKENS = 4;

export interface RequestOptions {
  /** Tokens of context, already clamped to the host's window. */
  readonly numCtx: number;
  /** Most tokens to generate; 0 does not limit (llama.cpp's reading of it). */
  readonly numPredict: number;
  readonly numKeep: number;
  readonly temperature: number;
  readonly topK: number;
  readonly topP: number;
  readonly minP: number;
  readonly repeatLastN: number;
  readonly repeatPenalty: number;
  readonly presencePenalty: number;
  readonly frequencyPenalty: number;
  /** Undefined: another one each time. */
  readonly seed: number | undefined;
  readonly stop: readonly string[];
}

/**
 * @param window the largest context window of this host, also its default
 * @throws HostError 500 (Ollama's status) for an option of the wrong type
 */
export function readOptions(given: Record<string, unknown>, window: number): RequestOptions {
  for (const [name, value] of Object.entries(given)) checkType(name, value);
  const number = (name: keyof typeof defaults): number =>
    (given[name] as number | null | undefined) ?? defaults[name];
  const whole = (name: keyof typeof defaults): number => Math.trunc(number(name));
  const asked = Math.trunc((given.num_ctx as number | null | undefined) ?? window);
  const numCtx = Math.min(Math.max(asked, SMALLEST_WINDOW_TOKENS), window);
  const longest = LONGEST_GENERATION_WINDOWS * numCtx;
  const numPredict = whole('num_predict');
  return {
    numCtx,
    numPredict: numPredict < 0 || numPredict > longest ? longest : numPredict,
    numKeep: whole('num_keep'),
    temperature: number('temperature'),
    topK: whole('top_k'),
    topP: number('top_p'),
    minP: number('min_p'),
    repeatLastN: whole('repeat_last_n'),
    repeatPenalty: number('repeat_penalty'),
    presencePenalty: number('presence_penalty'),
    frequencyPenalty: number('frequency_penalty'),
    seed: whole('seed') < 0 ? undefined : whole('seed'),
    stop: (given.stop as string[] | null | undefined) ?? [],
  };
}

function checkType(name: string, value: unknown): void {
  if (value === null) return;
  const wrong = (type: string): HostError => new HostError(500, `option "${name}" must be of ${type}`);
  const is = (list: readonly string[]): boolean => list.includes(name);
  if (is(types.integer) && typeof value !== 'number') throw wrong('type integer');
  if (is(types.float32) && typeof value !== 'number') throw wrong('type float32');
  if (is(types.boolean) && typeof value !== 'boolean') throw wrong('type boolean');
  if (!is(types.array)) return;
  if (!Array.isArray(value)) throw wrong('type array');
  if (!value.every((item) => typeof item === 'string')) throw wrong('an array of strings');
}

/** A model's vocabulary as a host gives it away. */
export interface Vocabulary {
  /** `gpt2`: byte-level BPE with merges; `llama`: SentencePiece with scores. */
  readonly model: 'gpt2' | 'llama';
  /** llama.cpp's name of the pre-tokenizer; `default` where the model file has none. */
  readonly pre: string;
  readonly tokens: readonly string[];
  /** Pairs of tokens separated by one space, the most important first; BPE only. */
  readonly merges: readonly string[];
  /** By token: 1 ordinary, 3 control, 4 user-defined (taken whole wherever its text stands), 6 byte. */
  readonly types: readonly number[];
  /** By token, the highest merged first; SentencePiece only. */
  readonly scores: readonly number[];
  /** Whether a space is put ahead of each stretch of text; SentencePiece only. */
  readonly addsSpacePrefix: boolean;
}

/**
 * Reads the vocabulary out of the raw answer of `/api/show` with `verbose`. Undefined where it holds none or one of
 * another kind; throws a SyntaxError where it is not JSON.
 */
export function parseVocabulary(showJson: Uint8Array): Vocabulary | undefined {
  const answer: unknown = JSON.parse(new TextDecoder().decode(showJson));
  const info = isRecord(answer) && isRecord(answer['model_info']) ? answer['model_info'] : {};
  const field = (name: string): unknown => info[`tokenizer.ggml.${name}`];
  const model = field('model');
  const vocabulary: Omit<Vocabulary, 'model'> = {
    pre: asText(field('pre')) ?? 'default',
    tokens: listOf(field('tokens'), isText),
    merges: listOf(field('merges'), isText),
    types: listOf(field('token_type'), isNumber),
    scores: listOf(field('scores'), isNumber),
    addsSpacePrefix: field('add_space_prefix') !== false,
  };
  if (vocabulary.tokens.length === 0) return undefined;
  if (model === 'gpt2' && vocabulary.merges.length > 0) return { ...vocabulary, model };
  return model === 'llama' && vocabulary.scores.length === vocabulary.tokens.length
    ? { ...vocabulary, model }
    : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function asText(value: unknown): string | undefined {
  return isText(value) ? value : undefined;
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number';
}

/** The list itself where every element is right, for a list with holes would shift the ids. */
function listOf<T>(value: unknown, isRight: (element: unknown) => element is T): readonly T[] {
  return Array.isArray(value) && value.every(isRight) ? value : [];
}

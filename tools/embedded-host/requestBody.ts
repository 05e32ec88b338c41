import { BodyError } from './hostError';
import { findJsonValue } from './jsonSyntax';

/** Field types by the names that Go gives them, for they stand in error messages. */
interface GoTypes {
  string: string;
  bool: boolean;
  int: number;
  float32: number;
  'map[string]interface {}': Record<string, unknown>;
  '[]int': readonly number[];
  '[]api.Message': readonly ChatMessage[];
  'api.Tools': readonly unknown[];
  'openai.StreamOptions': { readonly include_usage?: boolean };
  /** Decoded by the route. */
  any: unknown;
}

export interface ChatMessage {
  readonly role: string;
  readonly content: string;
}

type Fields = Readonly<Record<string, keyof GoTypes>>;
type Decoded<F extends Fields> = { readonly [K in keyof F]?: GoTypes[F[K]] };

export interface BodyType<F extends Fields> {
  /** The Go struct's name. */
  readonly name: string;
  /** The Go package it stands in. */
  readonly owner: string;
  readonly fields: F;
}

const messageFields: Fields = { role: 'string', content: 'string' };

/**
 * Decodes a request's body as Ollama's Go structs would: unknown fields are ignored, null counts as absent.
 * @throws BodyError in Ollama's words
 */
export function decodeBody<F extends Fields>(body: string, type: BodyType<F>): Decoded<F> {
  if (body.trim() === '') throw new BodyError('missing request body');
  const bytes = Buffer.from(body);
  const syntax = findJsonValue(bytes);
  if ('problem' in syntax) throw new BodyError(syntax.problem);
  const value: unknown = JSON.parse(bytes.toString('utf8', 0, syntax.end));
  if (value === null) return {};
  if (!isObject(value)) {
    throw new BodyError(
      `json: cannot unmarshal ${goKind(value)} into Go value of type ${type.owner}.${type.name}`,
    );
  }
  return decodeFields(value, type.fields, type.name) as Decoded<F>;
}

function decodeFields(value: Record<string, unknown>, fields: Fields, path: string): Record<string, unknown> {
  const decoded: Record<string, unknown> = {};
  for (const [name, type] of Object.entries(fields)) {
    const field = value[name];
    if (field === undefined || field === null) continue;
    check(field, type, `${path}.${name}`);
    decoded[name] = nested(field, type, `${path}.${name}`);
  }
  return decoded;
}

/** Fields that are structs themselves; Go names the one inside by a path of its own. */
function nested(field: unknown, type: keyof GoTypes, path: string): unknown {
  if (type === '[]api.Message') return messages(field as unknown[], path);
  if (type !== 'openai.StreamOptions' || !isObject(field)) return field;
  return decodeFields(field, { include_usage: 'bool' }, 'StreamOptions.stream_options');
}

function messages(list: readonly unknown[], path: string): ChatMessage[] {
  return list.map((message) => {
    if (!isObject(message)) throw mismatch(message, path, 'api.Alias');
    const { role = '', content = '' } = decodeFields(message, messageFields, path) as Partial<ChatMessage>;
    return { role, content };
  });
}

function check(value: unknown, type: keyof GoTypes, path: string): void {
  const fits: Readonly<Record<keyof GoTypes, (value: unknown) => boolean>> = {
    string: (v) => typeof v === 'string',
    bool: (v) => typeof v === 'boolean',
    int: (v) => Number.isInteger(v),
    float32: (v) => typeof v === 'number',
    'map[string]interface {}': isObject,
    '[]int': (v) => Array.isArray(v) && v.every(Number.isInteger),
    '[]api.Message': Array.isArray,
    'api.Tools': Array.isArray,
    'openai.StreamOptions': isObject,
    any: () => true,
  };
  if (fits[type](value)) return;
  if (type !== '[]int' || !Array.isArray(value)) throw mismatch(value, path, type);
  throw mismatch(
    value.find((item) => !Number.isInteger(item)),
    path,
    'int',
  );
}

function mismatch(value: unknown, path: string, type: string): BodyError {
  const kind = type === 'int' && typeof value === 'number' ? `number ${value}` : goKind(value);
  return new BodyError(`json: cannot unmarshal ${kind} into Go struct field ${path} of type ${type}`);
}

function goKind(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'boolean') return 'bool';
  return typeof value;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

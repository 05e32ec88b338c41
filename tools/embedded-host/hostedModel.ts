import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { modelNotFound, HostError } from './hostError';
import { readGgufHeader, type GgufHeader, type GgufValue } from './ggufFile';

/** The one model that the host lists. */
export interface HostedModel {
  readonly tag: string;
  readonly file: string;
  readonly bytes: number;
  readonly modifiedAt: Date;
  /** sha256 of the file (Ollama's is that of its manifest). */
  readonly digest: string;
  readonly header: GgufHeader;
  /** Jinja, as it stands in the GGUF; undefined where it has none. */
  readonly chatTemplate: string | undefined;
  readonly details: ModelDetails;
  readonly contextLength: number;
  readonly embeddingLength: number;
  readonly parameterCount: number;
}

export interface ModelDetails {
  readonly parent_model: string;
  readonly format: string;
  readonly family: string;
  readonly families: readonly string[];
  readonly parameter_size: string;
  readonly quantization_level: string;
}

/** Contract: whatever the file, its tag is this. */
const TAG = 'fillwright-demo:latest';
/** Ollama's default host and namespace. */
const libraryPrefix = /^(registry\.ollama\.ai\/)?library\//i;

/** llama.cpp's file types (llama_ftype), by their number in the file. */
const quantizations: Readonly<Record<number, string>> = {
  0: 'F32',
  1: 'F16',
  2: 'Q4_0',
  3: 'Q4_1',
  7: 'Q8_0',
  8: 'Q5_0',
  9: 'Q5_1',
  10: 'Q2_K',
  11: 'Q3_K_S',
  12: 'Q3_K_M',
  13: 'Q3_K_L',
  14: 'Q4_K_S',
  15: 'Q4_K_M',
  16: 'Q5_K_S',
  17: 'Q5_K_M',
  18: 'Q6_K',
  32: 'BF16',
};

/** @throws Error when the file can't be read or is no GGUF file */
export async function readModel(file: string): Promise<HostedModel> {
  const { size, mtime } = await stat(file);
  const header = await readGgufHeader(file);
  const { metadata, tensors } = header;
  const family = text(metadata.get('general.architecture')) ?? 'unknown';
  const number = (key: string): number => Number(metadata.get(`${family}.${key}`) ?? 0);
  const parameterCount = tensors.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
  return {
    tag: TAG,
    file,
    bytes: size,
    modifiedAt: mtime,
    digest: await sha256(file),
    header,
    chatTemplate: text(metadata.get('tokenizer.chat_template')),
    contextLength: number('context_length'),
    embeddingLength: number('embedding_length'),
    parameterCount,
    details: {
      parent_model: '',
      format: 'gguf',
      family,
      families: [family],
      parameter_size: humanCount(parameterCount),
      quantization_level: quantizations[Number(metadata.get('general.file_type'))] ?? 'unknown',
    },
  };
}

/**
 * Checks that a request means the model that is here; a tag left out is `latest`, the library's prefixes may stand.
 * @throws HostError in Ollama's words
 */
export function requireModel(model: HostedModel, name: string): void {
  if (name === '') throw modelNotFound(name);
  if (!isName(name)) throw new HostError(400, 'invalid model name');
  if (shortName(name).toLowerCase() !== model.tag) throw modelNotFound(name);
}

/** A name as Ollama shows it: with its tag, without its own library's prefix. */
export function shortName(name: string): string {
  const local = name.replace(libraryPrefix, '');
  return /:[^/]*$/.test(local) ? local : `${local}:latest`;
}

/** [[host/]namespace/]model[:tag] */
function isName(name: string): boolean {
  const parts = name.split('/');
  const last = parts.pop() ?? '';
  return (
    parts.length <= 2 &&
    parts.every((part) => /^\w[\w.:-]*$/.test(part)) &&
    /^\w[\w.-]*(:\w[\w.-]*)?$/.test(last)
  );
}

function text(value: GgufValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  return new Promise((resolve, reject) => {
    createReadStream(file)
      .on('data', (chunk) => hash.update(chunk))
      .on('end', () => resolve(hash.digest('hex')))
      .on('error', reject);
  });
}

/** A count as Ollama writes it: 25.18M, 6.7B. */
function humanCount(count: number): string {
  if (count >= 1e9) return `${(count / 1e9).toFixed(1)}B`;
  if (count >= 1e6) return `${(count / 1e6).toFixed(2)}M`;
  return `${Math.round(count / 1e3)}K`;
}

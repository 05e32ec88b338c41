import { readFileSync } from 'node:fs';

/** Value types of GGUF's metadata, by number. */
const SCALAR_BYTES: Readonly<Record<number, number>> = {
  0: 1,
  1: 1,
  2: 2,
  3: 2,
  4: 4,
  5: 4,
  6: 4,
  7: 1,
  10: 8,
  11: 8,
  12: 8,
};
const STRING = 8;
const ARRAY = 9;
const INT32 = 5;
const FLOAT32 = 6;
const BOOL = 7;

/**
 * The vocabulary of a GGUF file in the form in which Ollama's `/api/show` gives it with `verbose`, so that the bench can
 * count tokens as a model does without a host.
 */
export function showJsonOf(ggufFile: string): Uint8Array {
  const bytes = readFileSync(ggufFile);
  if (bytes.toString('latin1', 0, 4) !== 'GGUF') {
    throw new Error(`'${ggufFile}' is no GGUF file: give --vocabulary a model or vocabulary in GGUF format.`);
  }
  const reader = { bytes, at: 24 };
  const count = Number(bytes.readBigUInt64LE(16));
  const info: Record<string, unknown> = {};
  for (let pair = 0; pair < count; pair += 1) {
    const key = readString(reader);
    const type = readUint32(reader);
    const value = readValue(reader, type);
    if (key.startsWith('tokenizer.ggml.')) info[key] = value;
  }
  return new TextEncoder().encode(JSON.stringify({ model_info: info }));
}

interface Reader {
  readonly bytes: Buffer;
  at: number;
}

function readUint32(reader: Reader): number {
  reader.at += 4;
  return reader.bytes.readUInt32LE(reader.at - 4);
}

function readUint64(reader: Reader): number {
  reader.at += 8;
  return Number(reader.bytes.readBigUInt64LE(reader.at - 8));
}

function readString(reader: Reader): string {
  const length = readUint64(reader);
  reader.at += length;
  return reader.bytes.toString('utf8', reader.at - length, reader.at);
}

function readValue(reader: Reader, type: number): unknown {
  if (type === STRING) return readString(reader);
  if (type === ARRAY) {
    const elementType = readUint32(reader);
    const length = readUint64(reader);
    return Array.from({ length }, () => readValue(reader, elementType));
  }
  const size = SCALAR_BYTES[type];
  if (size === undefined) throw new Error(`GGUF metadata of unknown type ${type}.`);
  const { bytes, at } = reader;
  reader.at += size;
  if (type === BOOL) return bytes[at] === 1;
  if (type === FLOAT32) return bytes.readFloatLE(at);
  if (type === INT32) return bytes.readInt32LE(at);
  return size === 4 ? bytes.readUInt32LE(at) : size === 8 ? Number(bytes.readBigUInt64LE(at)) : bytes[at];
}

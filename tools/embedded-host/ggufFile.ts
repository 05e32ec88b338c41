import { open } from 'node:fs/promises';

export type GgufValue = string | number | boolean | readonly (string | number | boolean)[];

export interface GgufTensor {
  readonly name: string;
  readonly type: string;
  readonly shape: readonly number[];
}

/** What stands before the weights in a GGUF file. */
export interface GgufHeader {
  readonly metadata: ReadonlyMap<string, GgufValue>;
  readonly tensors: readonly GgufTensor[];
}

/** Read sizes: a tiny model's header fits in the first piece, a big vocabulary in a few. */
const FIRST_READ_BYTES = 4 * 1024 * 1024;
const LONGEST_HEADER_BYTES = 256 * 1024 * 1024;

/** GGUF's value types, by their number in the file (GGUF specification, version 3). */
const STRING = 8;
const ARRAY = 9;

/** ggml's tensor types, by their number in the file; the others are named by number. */
const tensorTypes: Readonly<Record<number, string>> = {
  0: 'F32',
  1: 'F16',
  2: 'Q4_0',
  3: 'Q4_1',
  6: 'Q5_0',
  7: 'Q5_1',
  8: 'Q8_0',
  10: 'Q2_K',
  11: 'Q3_K',
  12: 'Q4_K',
  13: 'Q5_K',
  14: 'Q6_K',
  15: 'Q8_K',
  30: 'BF16',
};

/** @throws Error when the file can't be read or is no GGUF file */
export async function readGgufHeader(file: string): Promise<GgufHeader> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    for (let bytes = FIRST_READ_BYTES; ; bytes *= 4) {
      const buffer = Buffer.alloc(Math.min(bytes, size));
      await handle.read(buffer, 0, buffer.length, 0);
      const header = parse(buffer, file);
      if (header !== undefined) return header;
      if (buffer.length === size || bytes > LONGEST_HEADER_BYTES) throw new Error(`${file} is cut short.`);
    }
  } finally {
    await handle.close();
  }
}

/** Undefined when the buffer ends before the header does. */
function parse(buffer: Buffer, file: string): GgufHeader | undefined {
  if (buffer.length < 8 || buffer.toString('latin1', 0, 4) !== 'GGUF')
    throw new Error(`${file} is no GGUF file.`);
  const version = buffer.readUInt32LE(4);
  if (version !== 2 && version !== 3)
    throw new Error(`${file} has GGUF version ${version}; known are 2 and 3.`);
  const read = reader(buffer, 8);
  try {
    const tensorCount = read.count();
    const pairCount = read.count();
    const metadata = new Map<string, GgufValue>();
    for (let i = 0; i < pairCount; i++) {
      const key = read.text();
      metadata.set(key, read.value(read.uint32()));
    }
    const tensors = Array.from({ length: tensorCount }, () => {
      const name = read.text();
      const shape = Array.from({ length: read.uint32() }, () => read.count());
      const type = read.uint32();
      read.count(); // The offset of the weights, which nobody here needs.
      return { name, shape, type: tensorTypes[type] ?? `type ${type}` };
    });
    return { metadata, tensors };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

interface Reader {
  uint32(): number;
  /** An unsigned 64-bit number; counts and sizes stay far below 2^53. */
  count(): number;
  text(): string;
  value(type: number): GgufValue;
}

/** Reads past the end of the buffer throw a RangeError. */
function reader(buffer: Buffer, start: number): Reader {
  let at = start;
  const advance = (bytes: number): number => {
    at += bytes;
    if (at > buffer.length) throw new RangeError('end of buffer');
    return at - bytes;
  };
  const count = (): number => Number(buffer.readBigUInt64LE(advance(8)));
  const uint32 = (): number => buffer.readUInt32LE(advance(4));
  const text = (): string => {
    const length = count();
    const from = advance(length);
    return buffer.toString('utf8', from, from + length);
  };
  const scalars: Readonly<Record<number, () => string | number | boolean>> = {
    0: () => buffer.readUInt8(advance(1)),
    1: () => buffer.readInt8(advance(1)),
    2: () => buffer.readUInt16LE(advance(2)),
    3: () => buffer.readInt16LE(advance(2)),
    4: uint32,
    5: () => buffer.readInt32LE(advance(4)),
    6: () => Number(buffer.readFloatLE(advance(4)).toPrecision(7)),
    7: () => buffer.readUInt8(advance(1)) !== 0,
    [STRING]: text,
    10: count,
    11: () => Number(buffer.readBigInt64LE(advance(8))),
    12: () => buffer.readDoubleLE(advance(8)),
  };
  const scalar = (type: number): (() => string | number | boolean) => {
    const found = scalars[type];
    if (found === undefined) throw new Error(`Unknown GGUF value type ${type}.`);
    return found;
  };
  const value = (type: number): GgufValue => {
    if (type !== ARRAY) return scalar(type)();
    const read = scalar(uint32());
    return Array.from({ length: count() }, read);
  };
  return { uint32, count, text, value };
}

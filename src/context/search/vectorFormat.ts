import { createVectorTable, type FileVectors, type VectorTable } from './vectorTable';

// "FWVE" in the order of bytes that the numbers behind it have: another machine's file is not taken for ours.
const MAGIC = 0x45565746;
/** Counted up whenever the format, the pieces or what is sent for them changes: older files are built anew. */
const FORMAT_VERSION = 1;
const HEADER_NUMBERS = 5;
const CHECKSUM_AT = 2;
const BYTES_PER_NUMBER = 4;

/** Saved vectors that can't be used; the message says why. */
export class UnreadableVectorsError extends Error {
  override readonly name = 'UnreadableVectorsError';
}

type SavedFile = [path: string, textHash: number, modifiedMs: number, pieces: number];
interface SavedHead {
  readonly model: string;
  readonly files: readonly SavedFile[];
}

/** Bytes of: header, JSON of the model and the files, first lines of the pieces, Float32 vectors. */
export function encodeVectors(table: VectorTable): Uint8Array {
  const files = [...table.files()];
  const saved = files.map((file): SavedFile => {
    const { path, textHash, modifiedMs, startLines } = file;
    return [path, textHash, modifiedMs, startLines.length];
  });
  const head = new TextEncoder().encode(JSON.stringify({ model: table.model, files: saved }));
  const linesAt = HEADER_NUMBERS + Math.ceil(head.length / BYTES_PER_NUMBER);
  const numbers = new Uint32Array(linesAt + table.pieces * (1 + table.dimensions));
  const floats = new Float32Array(numbers.buffer);
  new Uint8Array(numbers.buffer).set(head, HEADER_NUMBERS * BYTES_PER_NUMBER);
  let line = linesAt;
  let vector = linesAt + table.pieces;
  for (const { startLines, vectors } of files) {
    numbers.set(startLines, line);
    floats.set(vectors, vector);
    line += startLines.length;
    vector += vectors.length;
  }
  numbers.set([MAGIC, FORMAT_VERSION, 0, head.length, table.dimensions]);
  numbers[CHECKSUM_AT] = checksum(numbers);
  return new Uint8Array(numbers.buffer);
}

/** @throws UnreadableVectorsError for anything but what `encodeVectors` made */
export function decodeVectors(bytes: Uint8Array): VectorTable {
  if (bytes.length % BYTES_PER_NUMBER !== 0 || bytes.length < HEADER_NUMBERS * BYTES_PER_NUMBER) {
    throw new UnreadableVectorsError('it is cut off');
  }
  // Copied: what was read may lie anywhere in a shared buffer.
  const numbers = new Uint32Array(bytes.slice().buffer);
  const [magic, version, sum, headBytes = 0, dimensions = 0] = numbers;
  if (magic !== MAGIC || version !== FORMAT_VERSION)
    throw new UnreadableVectorsError('it has another format');
  if (sum !== checksum(numbers)) throw new UnreadableVectorsError('it is damaged');
  const from = HEADER_NUMBERS * BYTES_PER_NUMBER;
  const text = new TextDecoder().decode(new Uint8Array(numbers.buffer, from, headBytes));
  const { model, files } = JSON.parse(text) as SavedHead;
  const linesAt = HEADER_NUMBERS + Math.ceil(headBytes / BYTES_PER_NUMBER);
  const table = createVectorTable(model);
  for (const file of savedVectors(files, { numbers, linesAt, dimensions })) table.put(file);
  return table;
}

interface SavedNumbers {
  readonly numbers: Uint32Array;
  readonly linesAt: number;
  readonly dimensions: number;
}

function savedVectors(
  files: readonly SavedFile[],
  { numbers, linesAt, dimensions }: SavedNumbers,
): FileVectors[] {
  const floats = new Float32Array(numbers.buffer);
  let line = linesAt;
  let vector = linesAt + files.reduce((sum, [, , , pieces]) => sum + pieces, 0);
  return files.map(([path, textHash, modifiedMs, pieces]) => ({
    path,
    textHash,
    modifiedMs,
    startLines: numbers.slice(line, (line += pieces)),
    vectors: floats.slice(vector, (vector += pieces * dimensions)),
  }));
}

/** 32-bit FNV-1a over the numbers behind it. */
function checksum(numbers: Uint32Array): number {
  let hash = 0x811c9dc5;
  for (let at = CHECKSUM_AT + 1; at < numbers.length; at += 1) {
    hash = Math.imul(hash ^ (numbers[at] ?? 0), 0x01000193);
  }
  return hash >>> 0;
}

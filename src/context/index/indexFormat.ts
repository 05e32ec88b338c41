import type { FileRecord, FileTable, RejectedFile } from './fileTable';
import { createNameTable, type GrowingNameTable } from './nameTable';
import { renumbered } from './packedSource';
import { pause } from './pause';

// "FWIX" in the order of bytes that the numbers behind it have: another machine's index is not taken for ours.
const MAGIC = 0x58495746;
/** Counted up whenever parsing or the format changes: an older index is built anew. */
const FORMAT_VERSION = 4;
const HEADER_NUMBERS = 6;
const CHECKSUM_AT = 2;
const BYTES_PER_NUMBER = 4;
const RECORDS_PER_SLICE = 300;

/** What a saved index holds. */
export interface SavedIndex {
  readonly names: GrowingNameTable;
  readonly records: ReadonlyMap<string, FileRecord>;
  readonly rejected: ReadonlyMap<string, RejectedFile>;
}

/** A saved index that can't be used; the message says why. */
export class UnreadableIndexError extends Error {}

type SavedRejection = [path: string, sizeBytes: number, modifiedMs: number];
/** Path, language, size, modified, hash, lines, package, generated; then how many numbers of each kind. */
type SavedFile = [string, string, number, number, number, number, string, boolean, number, number];

/** Bytes of: header, JSON of the names, JSON of the files one a line, numbers. Gives way to other work meanwhile. */
export async function encodeIndex(table: FileTable): Promise<Uint8Array> {
  const records = [...table.all()];
  const { oldIds, idOf } = createRenaming(table.names.size);
  const lines: string[] = [];
  // Numbered first and written into place afterwards: the numbers are most of the index, and stand in memory once.
  for (const [at, record] of records.entries()) {
    record.identifiers.forEach(idOf);
    renumbered(record.packed, idOf);
    lines.push(JSON.stringify(savedFile(record)));
    if (at % RECORDS_PER_SLICE === 0) await pause();
  }
  for (const [path, file] of table.allRejected())
    lines.push(JSON.stringify([path, file.sizeBytes, file.modifiedMs]));
  const encoder = new TextEncoder();
  const names = encoder.encode(JSON.stringify(oldIds.map((id) => table.names.nameOf(id))));
  await pause();
  const saved = withoutNumbers(names, encoder.encode(lines.join('\n')), sumOf(records.map(numbersIn)));
  let written = 0;
  for (const [at, record] of records.entries()) {
    saved.numbers.set(record.identifiers.map(idOf).sort(), written);
    saved.numbers.set(renumbered(record.packed, idOf), written + record.identifiers.length);
    written += numbersIn(record);
    if (at % RECORDS_PER_SLICE === 0) await pause();
  }
  new Uint32Array(saved.bytes.buffer)[CHECKSUM_AT] = checksum(saved.bytes);
  return saved.bytes;
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function numbersIn({ identifiers, packed }: FileRecord): number {
  return identifiers.length + packed.length;
}

/** Throws `UnreadableIndexError`. */
export function decodeIndex(bytes: Uint8Array): SavedIndex {
  const { names, files, numbers } = takeApart(bytes);
  const decoder = new TextDecoder();
  const table = createNameTable(JSON.parse(decoder.decode(names)) as string[]);
  const records = new Map<string, FileRecord>();
  const rejected = new Map<string, RejectedFile>();
  let at = 0;
  const take = (count: number): Int32Array => numbers.subarray(at, (at += count));
  for (const line of decoder.decode(files).split('\n')) {
    if (line === '') continue;
    const saved = JSON.parse(line) as SavedFile | SavedRejection;
    if (isRejection(saved)) rejected.set(saved[0], { sizeBytes: saved[1], modifiedMs: saved[2] });
    else records.set(saved[0], restored(saved, take, table));
  }
  if (at !== numbers.length) throw new UnreadableIndexError('its parts do not fit together');
  return { names: table, records, rejected };
}

function isRejection(saved: SavedFile | SavedRejection): saved is SavedRejection {
  return saved.length === 3;
}

/** Only names that are still used are saved, so that the table does not grow for ever. */
function createRenaming(nameCount: number): { oldIds: number[]; idOf: (old: number) => number } {
  const newIds = new Int32Array(nameCount).fill(-1);
  const oldIds: number[] = [];
  return {
    oldIds,
    idOf: (old) => {
      if (old < 0) return old;
      const known = newIds[old] ?? -1;
      if (known >= 0) return known;
      newIds[old] = oldIds.length;
      return oldIds.push(old) - 1;
    },
  };
}

function savedFile(record: FileRecord): SavedFile {
  const { path, language, sizeBytes, modifiedMs, textHash, lineCount, packageName, generated } = record;
  return [
    path,
    language,
    sizeBytes,
    modifiedMs,
    textHash,
    lineCount,
    packageName,
    generated,
    record.identifiers.length,
    record.packed.length,
  ];
}

function restored(
  saved: SavedFile,
  take: (count: number) => Int32Array,
  names: GrowingNameTable,
): FileRecord {
  const [path, language, sizeBytes, modifiedMs, textHash, lineCount, packageName, generated, ...counts] =
    saved;
  return {
    path,
    language,
    sizeBytes,
    modifiedMs,
    textHash,
    lineCount,
    packageName: names.nameOf(names.intern(packageName)),
    generated,
    identifiers: new Uint32Array(take(counts[0])),
    packed: take(counts[1]).slice(),
  };
}

/** All but the numbers, for which there is room, and the checksum. */
function withoutNumbers(
  names: Uint8Array,
  files: Uint8Array,
  numberCount: number,
): { bytes: Uint8Array; numbers: Int32Array } {
  const textBytes = Math.ceil((names.length + files.length) / BYTES_PER_NUMBER) * BYTES_PER_NUMBER;
  const headerBytes = HEADER_NUMBERS * BYTES_PER_NUMBER;
  const bytes = new Uint8Array(headerBytes + textBytes + numberCount * BYTES_PER_NUMBER);
  bytes.set(names, headerBytes);
  bytes.set(files, headerBytes + names.length);
  const header = new Uint32Array(bytes.buffer, 0, HEADER_NUMBERS);
  header.set([MAGIC, FORMAT_VERSION, 0, names.length, files.length, numberCount]);
  return { bytes, numbers: new Int32Array(bytes.buffer, headerBytes + textBytes) };
}

function takeApart(given: Uint8Array): { names: Uint8Array; files: Uint8Array; numbers: Int32Array } {
  // Views of numbers need an aligned start, which the bytes of a file need not have.
  const bytes = given.byteOffset % BYTES_PER_NUMBER === 0 ? given : given.slice();
  const headerBytes = HEADER_NUMBERS * BYTES_PER_NUMBER;
  if (bytes.length < headerBytes || bytes.length % BYTES_PER_NUMBER !== 0)
    throw new UnreadableIndexError('it is cut short');
  const header = new Uint32Array(bytes.buffer, bytes.byteOffset, HEADER_NUMBERS);
  const [magic, version, sum, nameBytes = 0, fileBytes = 0, numberCount = 0] = header;
  if (magic !== MAGIC || version !== FORMAT_VERSION)
    throw new UnreadableIndexError('another version wrote it');
  const numbersAt = bytes.length - numberCount * BYTES_PER_NUMBER;
  if (numbersAt < headerBytes + nameBytes + fileBytes) throw new UnreadableIndexError('it is cut short');
  if (checksum(bytes) !== sum) throw new UnreadableIndexError('its checksum is wrong');
  return {
    names: bytes.subarray(headerBytes, headerBytes + nameBytes),
    files: bytes.subarray(headerBytes + nameBytes, headerBytes + nameBytes + fileBytes),
    numbers: new Int32Array(bytes.buffer, bytes.byteOffset + numbersAt, numberCount),
  };
}

/** FNV-1a over the numbers the bytes are, but for the place of the checksum itself. */
function checksum(bytes: Uint8Array): number {
  const numbers = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / BYTES_PER_NUMBER);
  let hash = 0x811c9dc5;
  for (let at = 0; at < numbers.length; at += 1) {
    if (at !== CHECKSUM_AT) hash = Math.imul(hash ^ (numbers[at] ?? 0), 0x01000193);
  }
  return hash >>> 0;
}

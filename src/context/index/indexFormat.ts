import type { ParsedImport } from '../parsing/parsedSource';
import type { FileRecord, FileTable, RejectedFile } from './fileTable';
import { createNameTable, type GrowingNameTable } from './nameTable';
import { NAME_COLUMNS, STRIDE } from './packedDefinitions';
import type { ImportKind } from './repositoryIndex';
import { pause } from './pause';

// "FWIX" in the order of bytes that the numbers behind it have: another machine's index is not taken for ours.
const MAGIC = 0x58495746;
/** Counted up whenever parsing or the format changes: an older index is built anew. */
const FORMAT_VERSION = 3;
const HEADER_NUMBERS = 6;
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

type SavedImport = [specifier: string, kind: ImportKind, start: number, end: number, ...names: string[]];
type SavedRejection = [path: string, sizeBytes: number, modifiedMs: number];
/** Path, language, size, modified, hash, lines, package, generated, imports; then how many numbers of each kind. */
type SavedFile = [
  string,
  string,
  number,
  number,
  number,
  number,
  string,
  boolean,
  SavedImport[],
  number,
  number,
  number,
];

/** Bytes of: header, JSON of the names, JSON of the files one a line, numbers. Gives way to other work meanwhile. */
export async function encodeIndex(table: FileTable): Promise<Uint8Array> {
  const records = [...table.all()];
  const renamed = createRenaming(table.names.size);
  const lines: string[] = [];
  const numbers: Int32Array[] = [];
  for (const [at, record] of records.entries()) {
    lines.push(JSON.stringify(savedFile(record)));
    numbers.push(...savedNumbers(record, renamed.idOf));
    if (at % RECORDS_PER_SLICE === 0) await pause();
  }
  for (const [path, file] of table.allRejected())
    lines.push(JSON.stringify([path, file.sizeBytes, file.modifiedMs]));
  const encoder = new TextEncoder();
  const names = encoder.encode(JSON.stringify(renamed.oldIds.map((id) => table.names.nameOf(id))));
  await pause();
  return assemble(names, encoder.encode(lines.join('\n')), numbers);
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
  const imports = record.imports.map(({ specifier, kind, startLine, endLine, names }): SavedImport => {
    return [specifier, kind, startLine, endLine, ...names.flatMap(({ name, local }) => [name, local])];
  });
  const { path, language, sizeBytes, modifiedMs, textHash, lineCount, packageName, generated } = record;
  const { rows, supertypes } = record.packed;
  const counts = [record.identifiers.length, rows.length, supertypes.length] as const;
  return [
    path,
    language,
    sizeBytes,
    modifiedMs,
    textHash,
    lineCount,
    packageName,
    generated,
    imports,
    ...counts,
  ];
}

function savedNumbers(record: FileRecord, idOf: (old: number) => number): Int32Array[] {
  const { rows, supertypes } = record.packed;
  return [
    Int32Array.from(record.identifiers, idOf).sort(),
    rows.map((value, at) => (NAME_COLUMNS.has(at % STRIDE) ? idOf(value) : value)),
    supertypes.map((value, at) => (at % 2 === 1 ? idOf(value) : value)),
  ];
}

function restored(
  saved: SavedFile,
  take: (count: number) => Int32Array,
  names: GrowingNameTable,
): FileRecord {
  const [
    path,
    language,
    sizeBytes,
    modifiedMs,
    textHash,
    lineCount,
    packageName,
    generated,
    imports,
    ...counts
  ] = saved;
  const shared = (text: string): string => names.nameOf(names.intern(text));
  return {
    path,
    language,
    sizeBytes,
    modifiedMs,
    textHash,
    lineCount,
    packageName: shared(packageName),
    generated,
    imports: imports.map((one) => restoredImport(one, shared)),
    identifiers: new Uint32Array(take(counts[0])),
    packed: { rows: take(counts[1]).slice(), supertypes: take(counts[2]).slice() },
  };
}

function restoredImport(saved: SavedImport, shared: (text: string) => string): ParsedImport {
  const [specifier, kind, startLine, endLine, ...flat] = saved;
  const names = Array.from({ length: flat.length / 2 }, (_, at) => ({
    name: shared(flat[2 * at] ?? ''),
    local: shared(flat[2 * at + 1] ?? ''),
  }));
  return { specifier: shared(specifier), kind, startLine, endLine, names };
}

function assemble(names: Uint8Array, files: Uint8Array, numbers: readonly Int32Array[]): Uint8Array {
  const numberCount = numbers.reduce((sum, one) => sum + one.length, 0);
  const textBytes = Math.ceil((names.length + files.length) / BYTES_PER_NUMBER) * BYTES_PER_NUMBER;
  const headerBytes = HEADER_NUMBERS * BYTES_PER_NUMBER;
  const bytes = new Uint8Array(headerBytes + textBytes + numberCount * BYTES_PER_NUMBER);
  bytes.set(names, headerBytes);
  bytes.set(files, headerBytes + names.length);
  const target = new Int32Array(bytes.buffer, headerBytes + textBytes);
  let at = 0;
  for (const one of numbers) {
    target.set(one, at);
    at += one.length;
  }
  const header = new Uint32Array(bytes.buffer, 0, HEADER_NUMBERS);
  header.set([MAGIC, FORMAT_VERSION, 0, names.length, files.length, numberCount]);
  header[2] = checksum(bytes);
  return bytes;
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
    if (at !== 2) hash = Math.imul(hash ^ (numbers[at] ?? 0), 0x01000193);
  }
  return hash >>> 0;
}

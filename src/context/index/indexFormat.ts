import type { FileRecord, FileTable, RejectedFile } from './fileTable';
import { BlockReader, encodeBlock, UnreadableIndexError, type IndexBlock } from './indexBlocks';
import { createNameTable, type GrowingNameTable } from './nameTable';
import { renumbered } from './packedSource';
import { pause } from './pause';

/** Some 200 KB, made in a few milliseconds. */
const RECORDS_PER_BLOCK = 100;

/** What a saved index holds. */
export interface SavedIndex {
  readonly names: GrowingNameTable;
  readonly records: ReadonlyMap<string, FileRecord>;
  readonly rejected: ReadonlyMap<string, RejectedFile>;
}

type SavedRejection = [path: string, sizeBytes: number, modifiedMs: number];
/** Path, language, size, modified, hash, lines, package, generated; then how many numbers of each kind. */
type SavedFile = [string, string, number, number, number, number, string, boolean, number, number];

/**
 * The index in blocks of some files each, so that it never stands in memory a second time. A block brings the names
 * that no block before it has. Gives way to other work between blocks.
 */
export async function* encodeIndex(table: FileTable): AsyncGenerator<Uint8Array> {
  const records = [...table.all()];
  const { idOf, newNames } = createRenaming(table);
  for (let at = 0; at < records.length; at += RECORDS_PER_BLOCK) {
    const some = records.slice(at, at + RECORDS_PER_BLOCK);
    const numbers = some.flatMap(({ identifiers, packed }) => [
      Int32Array.from(identifiers, idOf).sort(),
      renumbered(packed, idOf),
    ]);
    const files = some.map((record) => JSON.stringify(savedFile(record))).join('\n');
    yield encodeBlock({ isLast: false, names: JSON.stringify(newNames()), files }, numbers);
    await pause();
  }
  const rejections = Array.from(table.allRejected(), ([path, file]) =>
    JSON.stringify([path, file.sizeBytes, file.modifiedMs] satisfies SavedRejection),
  );
  yield encodeBlock({ isLast: true, names: '[]', files: rejections.join('\n') }, []);
}

/** Only names that are still used are saved, so that the table does not grow for ever. */
function createRenaming({ names }: FileTable): { idOf: (old: number) => number; newNames: () => string[] } {
  const newIds = new Int32Array(names.size).fill(-1);
  let count = 0;
  let fresh: string[] = [];
  return {
    idOf: (old) => {
      if (old < 0) return old;
      const known = newIds[old] ?? -1;
      if (known >= 0) return known;
      fresh.push(names.nameOf(old));
      newIds[old] = count;
      count += 1;
      return count - 1;
    },
    newNames: () => {
      const taken = fresh;
      fresh = [];
      return taken;
    },
  };
}

/** Rejects with an `UnreadableIndexError`. */
export async function decodeIndex(chunks: AsyncIterable<Uint8Array>): Promise<SavedIndex> {
  const reader = new BlockReader();
  const saved: GrowingIndex = {
    names: [],
    packageNames: new Map(),
    records: new Map(),
    rejected: new Map(),
  };
  let isWhole = false;
  for await (const chunk of chunks) {
    reader.add(chunk);
    for (let block = reader.next(); block !== undefined; block = reader.next()) {
      if (isWhole) throw new UnreadableIndexError('something stands behind its end');
      readBlock(block, saved);
      isWhole = block.isLast;
    }
  }
  if (!isWhole || !reader.isAtEnd) throw new UnreadableIndexError('it is cut short');
  return { names: createNameTable(saved.names), records: saved.records, rejected: saved.rejected };
}

interface GrowingIndex {
  readonly names: string[];
  /** One string for all files of a package. */
  readonly packageNames: Map<string, string>;
  readonly records: Map<string, FileRecord>;
  readonly rejected: Map<string, RejectedFile>;
}

function readBlock(block: IndexBlock, { names, packageNames, records, rejected }: GrowingIndex): void {
  for (const name of JSON.parse(block.names) as string[]) names.push(name);
  let at = 0;
  const take = (count: number): Int32Array => block.numbers.subarray(at, (at += count));
  for (const line of block.files.split('\n')) {
    if (line === '') continue;
    const saved = JSON.parse(line) as SavedFile | SavedRejection;
    if (isRejection(saved)) rejected.set(saved[0], { sizeBytes: saved[1], modifiedMs: saved[2] });
    else records.set(saved[0], restored(saved, take, packageNames));
  }
  if (at !== block.numbers.length) throw new UnreadableIndexError('its parts do not fit together');
}

function isRejection(saved: SavedFile | SavedRejection): saved is SavedRejection {
  return saved.length === 3;
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
  packageNames: Map<string, string>,
): FileRecord {
  const [path, language, sizeBytes, modifiedMs, textHash, lineCount, packageName, generated, ...counts] =
    saved;
  const sharedName = packageNames.get(packageName) ?? packageName;
  packageNames.set(sharedName, sharedName);
  return {
    path,
    language,
    sizeBytes,
    modifiedMs,
    textHash,
    lineCount,
    packageName: sharedName,
    generated,
    identifiers: new Uint32Array(take(counts[0])),
    packed: take(counts[1]).slice(),
  };
}

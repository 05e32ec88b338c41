import type { ParsedImport, ParsedSource } from '../parsing/parsedSource';
import { importSegments } from './importSegments';
import type { GrowingNameTable } from './nameTable';
import { createNameTable } from './nameTable';
import {
  definitionCountOf,
  importsIn,
  isMemberAt,
  kindAt,
  nameIdAt,
  packSource,
  subtypeIndexes,
  supertypeIdsOf,
  unpackDefinition,
  type PackedSource,
} from './packedSource';
import { createPostings } from './postings';
import type { Definition, IndexedFile } from './repositoryIndex';

/** An indexed file with all that is kept of it. */
export interface FileRecord extends IndexedFile {
  readonly packed: PackedSource;
}

export type FileFacts = Pick<
  IndexedFile,
  'path' | 'language' | 'sizeBytes' | 'modifiedMs' | 'textHash' | 'generated'
>;

/** What is remembered of a file that was read and is not indexed. */
export type RejectedFile = Pick<IndexedFile, 'sizeBytes' | 'modifiedMs'>;

// What a query returns at most: a name with more definitions or users than this says nothing.
const MOST_DEFINITIONS = 500;
const MOST_USERS = 2_000;

/** All indexed files and what is found in them by name. */
export class FileTable {
  /** Grows by one with every change. */
  generation = 0;
  private nameTable: GrowingNameTable = createNameTable();
  private readonly records: (FileRecord | undefined)[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly free: number[] = [];
  private readonly rejected = new Map<string, RejectedFile>();
  private readonly definers = createPostings();
  private readonly users = createPostings();
  private readonly subtypers = createPostings();
  private readonly importers = createPostings();
  private readonly packages = createPostings();

  get names(): GrowingNameTable {
    return this.nameTable;
  }

  /** Takes over the names and rejections of a saved index; only while the table is empty. */
  adopt(names: GrowingNameTable, rejected: ReadonlyMap<string, RejectedFile>): void {
    if (this.size > 0) return;
    this.nameTable = names;
    for (const [path, file] of rejected) this.rejected.set(path, file);
  }

  /** Remembers that the file as it is now is not to be indexed: binary, minified, or holding a secret. */
  reject(path: string, { sizeBytes, modifiedMs }: RejectedFile): void {
    this.remove(path);
    this.rejected.set(path, { sizeBytes, modifiedMs });
  }

  isRejected(path: string, { sizeBytes, modifiedMs }: RejectedFile): boolean {
    const file = this.rejected.get(path);
    return file?.sizeBytes === sizeBytes && file.modifiedMs === modifiedMs;
  }

  allRejected(): ReadonlyMap<string, RejectedFile> {
    return this.rejected;
  }

  /** The same text with another time: nothing else changes. */
  touch(record: FileRecord, facts: Pick<FileRecord, 'sizeBytes' | 'modifiedMs'>): void {
    const number = this.numbers.get(record.path);
    if (number !== undefined) this.records[number] = { ...record, ...facts };
  }

  get size(): number {
    return this.numbers.size;
  }

  get(path: string): FileRecord | undefined {
    const number = this.numbers.get(path);
    return number === undefined ? undefined : this.records[number];
  }

  *all(): IterableIterator<FileRecord> {
    for (const record of this.records) if (record) yield record;
  }

  record(facts: FileFacts, source: ParsedSource): FileRecord {
    const { names } = this;
    return {
      ...facts,
      lineCount: source.lineCount,
      packageName: names.nameOf(names.intern(source.packageName)),
      identifiers: Uint32Array.from(source.identifiers, (name) => names.intern(name)).sort(),
      packed: packSource(source, names),
    };
  }

  put(record: FileRecord): void {
    this.remove(record.path);
    const number = this.free.pop() ?? this.records.length;
    this.generation += 1;
    this.records[number] = record;
    this.numbers.set(record.path, number);
    for (const [postings, keys] of this.keysOf(record)) for (const key of keys) postings.add(key, number);
  }

  remove(path: string): boolean {
    this.rejected.delete(path);
    const number = this.numbers.get(path);
    const record = number === undefined ? undefined : this.records[number];
    if (number === undefined || !record) return false;
    for (const [postings, keys] of this.keysOf(record)) for (const key of keys) postings.remove(key, number);
    this.generation += 1;
    this.records[number] = undefined;
    this.numbers.delete(path);
    this.free.push(number);
    return true;
  }

  /** In order of lines; made anew on each call. */
  importsIn(record: FileRecord): ParsedImport[] {
    return importsIn(record.packed, this.names);
  }

  definitionsIn(path: string): Definition[] {
    const record = this.get(path);
    if (!record) return [];
    return Array.from({ length: definitionCountOf(record.packed) }, (_, index) =>
      unpackDefinition(record.packed, index, path, this.names),
    );
  }

  definitionsOf(name: string): Definition[] {
    const id = this.names.idOf(name);
    if (id === undefined) return [];
    const found: Definition[] = [];
    for (const number of this.definers.get(id)) {
      const record = this.records[number];
      if (record) found.push(...this.definitionsInRecord(record, id));
      if (found.length >= MOST_DEFINITIONS) break;
    }
    return found.slice(0, MOST_DEFINITIONS);
  }

  /** The definitions of a name in one file. */
  definitionsOfIn(name: string, path: string): Definition[] {
    const id = this.names.idOf(name);
    const record = this.get(path);
    return id === undefined || !record ? [] : this.definitionsInRecord(record, id);
  }

  /** The definitions of a name in one file that others can import: no members of types. */
  topLevelIn(path: string, name: string): Definition[] {
    const id = this.names.idOf(name);
    const record = this.get(path);
    return id === undefined || !record ? [] : this.definitionsInRecord(record, id, true);
  }

  /** How many files define the name. */
  definerCount(name: string): number {
    const id = this.names.idOf(name);
    return id === undefined ? 0 : this.definers.countOf(id);
  }

  subtypesOf(supertype: string): Definition[] {
    const id = this.names.idOf(supertype);
    if (id === undefined) return [];
    return this.subtypers.get(id).flatMap((number) => {
      const record = this.records[number];
      if (!record) return [];
      return subtypeIndexes(record.packed, id).map((index) =>
        unpackDefinition(record.packed, index, record.path, this.names),
      );
    });
  }

  filesUsing(name: string): string[] {
    return this.pathsOf(this.users.get(this.names.idOf(name) ?? -1, MOST_USERS));
  }

  userCount(name: string): number {
    const id = this.names.idOf(name);
    return id === undefined ? 0 : this.users.countOf(id);
  }

  /** Files with an import whose specifier or names hold the segment, which is what a path can be recognised by. */
  filesImportingSegment(segment: string): string[] {
    return this.pathsOf(this.importers.get(this.names.idOf(segment) ?? -1));
  }

  filesOfPackage(packageName: string): string[] {
    return this.pathsOf(this.packages.get(this.names.idOf(packageName) ?? -1));
  }

  private pathsOf(numbers: readonly number[]): string[] {
    return numbers.flatMap((number) => this.records[number]?.path ?? []);
  }

  private definitionsInRecord(record: FileRecord, nameId: number, topLevelOnly = false): Definition[] {
    const found: Definition[] = [];
    const { packed, path } = record;
    for (let index = 0; index < definitionCountOf(packed); index += 1) {
      if (nameIdAt(packed, index) !== nameId || kindAt(packed, index) === 'implementation') continue;
      if (topLevelOnly && isMemberAt(packed, index)) continue;
      found.push(unpackDefinition(packed, index, path, this.names));
    }
    return found;
  }

  /** Under which numbers the record is found in which postings. */
  private keysOf(record: FileRecord): [ReturnType<typeof createPostings>, Iterable<number>][] {
    const { packed, packageName, identifiers } = record;
    const defined = new Set<number>();
    for (let index = 0; index < definitionCountOf(packed); index += 1) {
      if (kindAt(packed, index) !== 'implementation') defined.add(nameIdAt(packed, index));
    }
    const segments = this.importsIn(record)
      .flatMap(importSegments)
      .map((segment) => this.names.intern(segment));
    return [
      [this.definers, defined],
      [this.users, identifiers],
      [this.subtypers, new Set(supertypeIdsOf(packed))],
      [this.importers, new Set(segments)],
      [this.packages, packageName === '' ? [] : [this.names.intern(packageName)]],
    ];
  }
}

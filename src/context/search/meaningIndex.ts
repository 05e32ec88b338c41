import type { Log } from '../../common/log';
import type { IndexedFile, RepositoryIndex } from '../index/repositoryIndex';
import { textHash } from '../index/textHash';
import type { ByteStore } from '../index/workspaceFiles';
import { holdsSecret } from '../secretText';
import { filePieces, pieceCount } from './filePieces';
import { decodeVectors, encodeVectors } from './vectorFormat';
import { createVectorTable, unitVector, vectorBounds, type NearPiece, type VectorTable } from './vectorTable';

/** A file whose pieces have no vectors yet. */
export interface FileToEmbed {
  readonly path: string;
  readonly textHash: number;
  readonly modifiedMs: number;
  readonly pieces: readonly { readonly startLine: number; readonly text: string }[];
}

/** One vector for each of the file's pieces, in their order. */
export interface EmbeddedFile {
  readonly file: Omit<FileToEmbed, 'pieces'>;
  readonly startLines: readonly number[];
  readonly vectors: readonly Float32Array[];
}

/** The repository by what an embedding model makes of it. `model` names the model's version everywhere. */
export interface MeaningIndex {
  /** How many pieces have vectors. */
  pieces(model: string): Promise<number>;
  /** The file to embed next: what was modified last comes first. Undefined once there is none, or none can be told yet. */
  next(model: string): Promise<FileToEmbed | undefined>;
  learn(model: string, embedded: EmbeddedFile): Promise<void>;
  nearest(model: string, vector: Float32Array, most: number): Promise<readonly NearPiece[]>;
}

export interface MeaningIndexParts {
  readonly index: Pick<RepositoryIndex, 'progress' | 'generation' | 'files' | 'file' | 'text'>;
  readonly store: ByteStore;
  readonly log: Log;
}

/** Of a long file, the first 2,000 lines. */
const MOST_PIECES_PER_FILE = 64;
/** Some 500 tokens, which is all that small embedding models take. */
const MOST_CHARACTERS = 2_000;
/** What is lost at most when a session ends early. */
const PIECES_BETWEEN_SAVES = 500;

/** Files that wait, for this state of the index and vectors of this size. */
interface Queue {
  readonly generation: number;
  readonly dimensions: number;
  readonly files: IndexedFile[];
}

export function createMeaningIndex(parts: MeaningIndexParts): MeaningIndex {
  return new StoredMeaning(parts);
}

class StoredMeaning implements MeaningIndex {
  private opened: Promise<VectorTable> | undefined;
  private model = '';
  private unsaved = 0;
  /** Each text is offered once: one that the model refuses must not keep the others from their turn. */
  private readonly offered = new Map<string, number>();
  private queue: Queue | undefined;

  constructor(private readonly parts: MeaningIndexParts) {}

  async pieces(model: string): Promise<number> {
    return (await this.table(model)).pieces;
  }

  async next(model: string): Promise<FileToEmbed | undefined> {
    const table = await this.table(model);
    // Before all is read, what is gone and what was modified last can't be told.
    if (this.parts.index.progress.phase !== 'ready') return undefined;
    const { files } = this.waiting(table);
    for (let file = files.shift(); file !== undefined; file = files.shift()) {
      const found = await this.offer(file);
      if (found !== undefined) return found;
    }
    await this.save(table);
    return undefined;
  }

  async learn(model: string, { file, startLines, vectors }: EmbeddedFile): Promise<void> {
    const table = await this.table(model);
    const kept = startLines.flatMap((startLine, at) => {
      const unit = unitVector(vectors[at] ?? new Float32Array());
      return unit === undefined ? [] : [{ startLine, unit }];
    });
    table.put({
      ...file,
      startLines: Uint32Array.from(kept, ({ startLine }) => startLine),
      vectors: joined(kept.map(({ unit }) => unit)),
    });
    this.unsaved += startLines.length;
    if (this.unsaved >= PIECES_BETWEEN_SAVES) await this.save(table);
  }

  async nearest(model: string, vector: Float32Array, most: number): Promise<readonly NearPiece[]> {
    const unit = unitVector(vector);
    return unit === undefined ? [] : (await this.table(model)).nearest(unit, most);
  }

  private table(model: string): Promise<VectorTable> {
    if (this.opened !== undefined && this.model === model) return this.opened;
    this.model = model;
    this.unsaved = 0;
    this.offered.clear();
    this.queue = undefined;
    return (this.opened = this.load(model));
  }

  private async load(model: string): Promise<VectorTable> {
    try {
      const bytes = await this.parts.store.load();
      const table = bytes && decodeVectors(bytes);
      if (table?.model === model) return table;
    } catch (thrown) {
      this.parts.log.warn(
        `The saved embeddings can't be used (${reasonOf(thrown)}), so files are embedded anew.`,
      );
    }
    return createVectorTable(model);
  }

  private async save(table: VectorTable): Promise<void> {
    if (this.unsaved === 0) return;
    this.unsaved = 0;
    try {
      await this.parts.store.save(encodeVectors(table));
    } catch (thrown) {
      this.parts.log.warn(`The embeddings could not be saved: ${reasonOf(thrown)}`);
    }
  }

  /** Made anew when the index has changed: files that are gone lose their vectors. */
  private waiting(table: VectorTable): Queue {
    const { index } = this.parts;
    const { dimensions } = table;
    const { generation } = index;
    if (this.queue?.generation === generation && this.queue.dimensions === dimensions) return this.queue;
    for (const { path } of [...table.files()]) if (index.file(path) === undefined) this.forget(table, path);
    const files = withinBounds(index.files(), dimensions).filter(
      ({ path, textHash: hash }) => table.get(path)?.textHash !== hash && this.offered.get(path) !== hash,
    );
    return (this.queue = { generation, dimensions, files });
  }

  private forget(table: VectorTable, path: string): void {
    table.delete(path);
    this.unsaved += 1;
  }

  private async offer({ path, textHash: hash, modifiedMs }: IndexedFile): Promise<FileToEmbed | undefined> {
    const text = await this.parts.index.text(path);
    // A text that has changed since has its turn when the index has read it.
    if (text === undefined || textHash(text) !== hash) return undefined;
    this.offered.set(path, hash);
    const pieces = filePieces(text)
      .slice(0, MOST_PIECES_PER_FILE)
      .map(({ startLine, lines }) => ({ startLine, text: lines.join('\n') }))
      .filter((piece) => piece.text.trim() !== '' && !holdsSecret(piece.text))
      .map((piece) => ({ ...piece, text: `${path}\n${piece.text}`.slice(0, MOST_CHARACTERS) }));
    return pieces.length === 0 ? undefined : { path, textHash: hash, modifiedMs, pieces };
  }
}

/** The files modified last, as many as have room. */
function withinBounds(files: Iterable<IndexedFile>, dimensions: number): IndexedFile[] {
  const room = Math.min(vectorBounds.pieces, vectorBounds.bytes / (4 * Math.max(1, dimensions)));
  let pieces = 0;
  return [...files]
    .filter(({ generated }) => !generated)
    .sort((a, b) => b.modifiedMs - a.modifiedMs)
    .filter(({ lineCount }) => {
      pieces += Math.min(MOST_PIECES_PER_FILE, pieceCount(lineCount));
      return pieces <= room;
    });
}

function joined(vectors: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(vectors.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const vector of vectors) {
    all.set(vector, at);
    at += vector.length;
  }
  return all;
}

function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

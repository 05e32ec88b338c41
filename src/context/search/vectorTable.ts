/** One file's pieces as vectors of length 1, one behind the other. */
export interface FileVectors {
  readonly path: string;
  /** Of the text they were made from: `textHash`. */
  readonly textHash: number;
  /** Milliseconds since 1970. */
  readonly modifiedMs: number;
  readonly startLines: Uint32Array;
  readonly vectors: Float32Array;
}

/** A piece by its place, with its cosine similarity to what was looked for, -1 to 1. */
export interface NearPiece {
  readonly path: string;
  readonly textHash: number;
  readonly startLine: number;
  readonly similarity: number;
}

export interface VectorBounds {
  readonly pieces: number;
  readonly bytes: number;
}

export const vectorBounds: VectorBounds = { pieces: 20_000, bytes: 48 * 1_048_576 };

/** All vectors of one embedding model. */
export interface VectorTable {
  readonly model: string;
  readonly pieces: number;
  /** Numbers of each vector; 0 while there is none. */
  readonly dimensions: number;
  files(): Iterable<FileVectors>;
  get(path: string): FileVectors | undefined;
  /** The files that were modified longest ago make room. Vectors of another size replace all there are. */
  put(file: FileVectors): void;
  delete(path: string): void;
  /** Most similar first. */
  nearest(vector: Float32Array, most: number): readonly NearPiece[];
}

export function createVectorTable(model: string, bounds: VectorBounds = vectorBounds): VectorTable {
  const byPath = new Map<string, FileVectors>();
  let pieces = 0;
  let dimensions = 0;
  const remove = (path: string): void => {
    pieces -= byPath.get(path)?.startLines.length ?? 0;
    byPath.delete(path);
  };
  const isOver = (): boolean => pieces > bounds.pieces || pieces * dimensions * 4 > bounds.bytes;
  return {
    model,
    get pieces() {
      return pieces;
    },
    get dimensions() {
      return dimensions;
    },
    files: () => byPath.values(),
    get: (path) => byPath.get(path),
    put: (file) => {
      const own = file.startLines.length === 0 ? dimensions : file.vectors.length / file.startLines.length;
      if (own !== dimensions) for (const path of [...byPath.keys()]) remove(path);
      dimensions = own;
      remove(file.path);
      byPath.set(file.path, file);
      pieces += file.startLines.length;
      if (!isOver()) return;
      for (const { path } of [...byPath.values()].sort((a, b) => a.modifiedMs - b.modifiedMs)) {
        if (!isOver()) return;
        remove(path);
      }
    },
    delete: remove,
    nearest: (vector, most) => {
      if (vector.length !== dimensions) return [];
      const near = [...byPath.values()].flatMap((file) => similarities(file, vector));
      return near.sort((a, b) => b.similarity - a.similarity).slice(0, most);
    },
  };
}

function similarities(
  { path, textHash, startLines, vectors }: FileVectors,
  sought: Float32Array,
): NearPiece[] {
  return Array.from(startLines, (startLine, at) => {
    const from = at * sought.length;
    let similarity = 0;
    for (let n = 0; n < sought.length; n += 1) similarity += (vectors[from + n] ?? 0) * (sought[n] ?? 0);
    return { path, textHash, startLine, similarity };
  });
}

/** Of length 1, so that a product of two is their cosine; undefined for what has no direction. */
export function unitVector(vector: Float32Array): Float32Array | undefined {
  const length = Math.hypot(...vector);
  return length > 0 && Number.isFinite(length) ? vector.map((value) => value / length) : undefined;
}

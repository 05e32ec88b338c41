/** A folder of the workspace. */
export interface WorkspaceFolder {
  readonly name: string;
  /** Absolute, with `/`, without one at the end. */
  readonly root: string;
}

export interface DirectoryEntry {
  readonly name: string;
  /** What stands there itself: a link is a link, whatever it points to. */
  readonly kind: 'file' | 'directory' | 'link' | 'other';
}

export interface FileStat {
  readonly kind: 'file' | 'directory' | 'other';
  readonly sizeBytes: number;
  readonly modifiedMs: number;
}

/** The disk as the index sees it. Paths are absolute, with `/`. What is not there (any more) is undefined, not an error. */
export interface WorkspaceFiles {
  list(directory: string): Promise<readonly DirectoryEntry[] | undefined>;
  /** Follows links. In the order of `paths`. */
  stats(paths: readonly string[]): Promise<readonly (FileStat | undefined)[]>;
  read(path: string): Promise<Uint8Array | undefined>;
  realPath(path: string): Promise<string | undefined>;
}

/** Keeps the index between sessions, in the storage that the editor gives the workspace. */
export interface IndexStore {
  /** What was saved last, in chunks of any size; undefined when nothing was. */
  load(): Promise<AsyncIterable<Uint8Array> | undefined>;
  /** Takes the place of what was saved before once all chunks have come; what was there stays when one fails. */
  save(chunks: AsyncIterable<Uint8Array>): Promise<void>;
}

/** Keeps bytes between sessions, in the same storage. */
export interface ByteStore {
  load(): Promise<Uint8Array | undefined>;
  save(bytes: Uint8Array): Promise<void>;
}

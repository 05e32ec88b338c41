import { LruMap } from '../../common/lru';
import { admissibleText } from './fileRules';
import type { IndexPaths } from './indexPaths';
import type { IndexedFile } from './repositoryIndex';
import { textHash } from './textHash';
import type { WorkspaceFiles } from './workspaceFiles';

/** An unsaved document. */
export interface Buffer {
  readonly text: string;
  readonly version: number;
  readonly modifiedMs: number;
}

/** The texts of indexed files: unsaved ones, the last read ones, else from the disk. */
export interface TextSource {
  readonly buffers: Map<string, Buffer>;
  /** Undefined for a file that is gone, or is no longer what was indexed: `onStale` hears of it then. */
  textOf(file: IndexedFile): Promise<string | undefined>;
  forget(path: string): void;
}

// About as many files as a few prompts are made of.
const TEXTS_KEPT = 256;

export function createTextSource(
  files: WorkspaceFiles,
  paths: IndexPaths,
  onStale: (path: string) => void,
): TextSource {
  const buffers = new Map<string, Buffer>();
  const texts = new LruMap<string, { readonly hash: number; readonly text: string }>(TEXTS_KEPT);
  return {
    buffers,
    textOf: async (file) => {
      const buffer = buffers.get(file.path);
      const known = texts.get(file.path);
      if (known?.hash === file.textHash) return known.text;
      const absolute = paths.absolute(file.path);
      const bytes = buffer || absolute === undefined ? undefined : await files.read(absolute);
      const text = buffer ? buffer.text : bytes && admissibleText(bytes);
      if (text === undefined || textHash(text) !== file.textHash) {
        // Lines of the index would not fit this text; it is indexed anew, and offered next time.
        onStale(file.path);
        return undefined;
      }
      texts.set(file.path, { hash: file.textHash, text });
      return text;
    },
    forget: (path) => texts.delete(path),
  };
}

import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { IndexStore } from '../context/index/workspaceFiles';

/** Keeps the index in one file, which is replaced whole: a session that ends while saving leaves the old one. */
export function createFileIndexStore(file: string): IndexStore {
  return {
    load: async () => {
      try {
        return await readFile(file);
      } catch (thrown) {
        if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return undefined;
        throw thrown;
      }
    },
    save: async (bytes) => {
      await mkdir(path.dirname(file), { recursive: true });
      const temporary = `${file}.${process.pid}.tmp`;
      try {
        await writeFile(temporary, bytes);
        await rename(temporary, file);
      } catch (thrown) {
        await rm(temporary, { force: true });
        throw thrown;
      }
    },
  };
}

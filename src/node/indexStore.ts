import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ByteStore, IndexStore } from '../context/index/workspaceFiles';

/** Few calls for a large index, and little memory. */
const CHUNK_BYTES = 256 * 1024;

/** Keeps the index in one file. */
export function createFileIndexStore(file: string): IndexStore {
  return {
    load: async () => {
      const handle = await unlessAbsent(open(file));
      return handle?.createReadStream({ highWaterMark: CHUNK_BYTES }) as
        AsyncIterable<Uint8Array> | undefined;
    },
    save: (chunks) => replaceFile(file, chunks),
  };
}

/** Keeps bytes in one file. */
export function createFileByteStore(file: string): ByteStore {
  return {
    load: () => unlessAbsent(readFile(file)),
    save: (bytes) => replaceFile(file, bytes),
  };
}

async function unlessAbsent<T>(found: Promise<T>): Promise<T | undefined> {
  try {
    return await found;
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return undefined;
    throw thrown;
  }
}

/** Replaces the file whole: a session that ends while saving leaves the old one. */
async function replaceFile(file: string, content: Uint8Array | AsyncIterable<Uint8Array>): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    await writeFile(temporary, content);
    await rename(temporary, file);
  } catch (thrown) {
    await rm(temporary, { force: true });
    throw thrown;
  }
}

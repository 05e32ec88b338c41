import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
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
  await clearLeftovers(file);
}

/** No index takes so long to write. */
const LEFTOVER_MS = 3_600_000;

/** Of sessions that were killed while they saved: each may be as large as the index. */
async function clearLeftovers(file: string): Promise<void> {
  const folder = path.dirname(file);
  const isTemporary = (name: string): boolean =>
    name.startsWith(path.basename(file)) && /^\.\d+\.tmp$/.test(name.slice(path.basename(file).length));
  for (const name of (await readdir(folder)).filter(isTemporary)) {
    const found = await unlessAbsent(stat(path.join(folder, name)));
    if (found !== undefined && Date.now() - found.mtimeMs > LEFTOVER_MS)
      await rm(path.join(folder, name), { force: true });
  }
}

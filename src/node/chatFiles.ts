import type { Stats } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ChatFiles } from '../chat/history';

/** A lock of a window that crashed; no change takes so long. */
const STALE_LOCK_MS = 10_000;
const LOCK_RETRY_MS = 20;
/** Marks a file that was removed for good. */
const REMOVED = '.removed';
/** No window stays open so long that still has such a file. */
const KEEP_MARK_MS = 30 * 86_400_000;

/**
 * Conversations as files in one folder. Changes of a file are one at a time over all windows, by a folder beside it that
 * only one of them can make; a file is replaced whole, so that a window that ends while writing leaves the old text.
 */
export function createChatFiles(folder: string): ChatFiles {
  const file = (name: string): string => path.join(folder, path.basename(name));
  const markOf = (name: string): string => `${file(name)}${REMOVED}`;
  return {
    list: async () => {
      const names = (await entriesOf(folder)).filter((name) => name.endsWith('.json'));
      const found = await Promise.all(
        names.map(async (name) => ({ name, stats: await statsOf(file(name)) })),
      );
      return found
        .flatMap(({ name, stats }) => (stats === undefined ? [] : [{ name, stats }]))
        .sort((a, b) => b.stats.mtimeMs - a.stats.mtimeMs)
        .map(({ name, stats }) => ({ name, bytes: stats.size, stamp: stampOf(stats) }));
    },
    stampOf: async (name) => {
      const stats = await statsOf(file(name));
      return stats && stampOf(stats);
    },
    read: (name) => readIfThere(file(name)),
    update: async (name, change) => {
      await mkdir(folder, { recursive: true });
      return locked(`${file(name)}.lock`, async () => {
        const before = await statsOf(file(name));
        if (before === undefined && (await changedMs(markOf(name))) > 0) return undefined;
        const text = await change({
          stamp: before && stampOf(before),
          read: () => readIfThere(file(name)),
        });
        if (text === undefined) {
          await rm(file(name), { force: true });
          return undefined;
        }
        await replace(file(name), text);
        const after = await statsOf(file(name));
        return after && stampOf(after);
      });
    },
    remove: async (name) => {
      await mkdir(folder, { recursive: true });
      await locked(`${file(name)}.lock`, async () => {
        await writeFile(markOf(name), '');
        await rm(file(name), { force: true });
      });
      await dropOldMarks(folder);
    },
    wasRemoved: async (name) => (await changedMs(markOf(name))) > 0,
  };
}

async function dropOldMarks(folder: string): Promise<void> {
  for (const name of (await entriesOf(folder)).filter((each) => each.endsWith(REMOVED))) {
    const mark = path.join(folder, name);
    if (Date.now() - (await changedMs(mark)) > KEEP_MARK_MS) await rm(mark, { force: true });
  }
}

async function locked<T>(lock: string, action: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      await mkdir(lock);
      break;
    } catch (thrown) {
      if (!hasCode(thrown, 'EEXIST')) throw thrown;
      if (Date.now() - (await changedMs(lock)) > STALE_LOCK_MS)
        await rm(lock, { recursive: true, force: true });
      else await new Promise((resolve) => setTimeout(resolve, LOCK_RETRY_MS));
    }
  }
  try {
    return await action();
  } finally {
    await rm(lock, { recursive: true, force: true });
  }
}

async function replace(file: string, text: string): Promise<void> {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    await writeFile(temporary, text);
    await rename(temporary, file);
  } catch (thrown) {
    await rm(temporary, { force: true });
    throw thrown;
  }
}

async function entriesOf(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (thrown) {
    if (hasCode(thrown, 'ENOENT')) return [];
    throw thrown;
  }
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (thrown) {
    if (hasCode(thrown, 'ENOENT')) return undefined;
    throw thrown;
  }
}

/** Long ago where it is gone meanwhile. */
async function changedMs(file: string): Promise<number> {
  return (await statsOf(file))?.mtimeMs ?? 0;
}

async function statsOf(file: string): Promise<Stats | undefined> {
  try {
    return await stat(file);
  } catch (thrown) {
    if (hasCode(thrown, 'ENOENT')) return undefined;
    throw thrown;
  }
}

/** A file is replaced, not written over, so each text has a file number of its own; the time is for those used again. */
function stampOf({ ino, mtimeMs, size }: Stats): string {
  return `${ino} ${mtimeMs} ${size}`;
}

function hasCode(thrown: unknown, code: string): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === code;
}

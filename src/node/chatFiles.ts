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
      const dated = await Promise.all(
        names.map(async (name) => ({ name, changed: await changedMs(file(name)) })),
      );
      return dated.sort((a, b) => b.changed - a.changed).map(({ name }) => name);
    },
    read: (name) => readIfThere(file(name)),
    update: async (name, change) => {
      await mkdir(folder, { recursive: true });
      return locked(`${file(name)}.lock`, async () => {
        const before = await readIfThere(file(name));
        if (before === undefined && (await changedMs(markOf(name))) > 0) return false;
        const text = change(before);
        if (text === undefined) await rm(file(name), { force: true });
        else await replace(file(name), text);
        return true;
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
  try {
    return (await stat(file)).mtimeMs;
  } catch (thrown) {
    if (hasCode(thrown, 'ENOENT')) return 0;
    throw thrown;
  }
}

function hasCode(thrown: unknown, code: string): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === code;
}

import { realpath } from 'node:fs/promises';

/** Where a path leads once all links on the way are followed; undefined where nothing is there. */
export async function realPath(path: string): Promise<string | undefined> {
  try {
    return await realpath(path);
  } catch {
    return undefined; // Gone, or a link to nowhere.
  }
}

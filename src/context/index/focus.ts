import { abortable, isAbort } from '../../common/abort';
import type { Crawl } from './crawl';
import type { FileTable } from './fileTable';
import { directoryOf } from './indexPaths';
import type { IndexingLoop } from './indexingLoop';
import type { IndexQueue } from './indexQueue';
import type { KnownPaths } from './knownPaths';
import type { RepositoryIndex } from './repositoryIndex';

export interface FocusParts {
  readonly queue: IndexQueue;
  readonly crawl: Crawl;
  readonly known: KnownPaths;
  readonly loop: IndexingLoop;
  readonly table: FileTable;
  readonly importsOf: RepositoryIndex['importsOf'];
}

/** Imports of imports are looked at, no further: re-exports, base types and what signatures mention lie there. */
const LEVELS = 2;
// How often the search for an import's file may ask for folders nobody has crawled.
const ROUNDS = 4;
// A header that includes everything must not hold up the rest.
const MOST_FILES_PER_LEVEL = 200;

/** Indexes outward from a file: itself, what it imports, what that imports. */
export function createFocus(parts: FocusParts): RepositoryIndex['focus'] {
  const { queue, crawl, known, loop, table, importsOf } = parts;

  const indexed = async (paths: readonly string[]): Promise<void> => {
    await Promise.all(paths.map((path) => crawl.reach(directoryOf(path))));
    const missing = paths.filter((path) => known.hasFile(path) && !table.get(path));
    const waiting = missing.map((path) => queue.addUrgent(path));
    void loop.run();
    await Promise.all(waiting);
  };

  const targetsOf = async (paths: readonly string[]): Promise<string[]> => {
    for (let round = 0; ; round += 1) {
      known.takeUnknown();
      const targets = new Set(paths.flatMap((path) => importsOf(path).flatMap((one) => one.targets)));
      const unknown = known.takeUnknown();
      if (unknown.length === 0 || round === ROUNDS) return [...targets].slice(0, MOST_FILES_PER_LEVEL);
      await Promise.all(unknown.map((directory) => crawl.reach(directory)));
    }
  };

  const outward = async (path: string, signal: AbortSignal): Promise<void> => {
    let level = [path];
    await indexed(level);
    for (let distance = 0; distance < LEVELS && level.length > 0 && !signal.aborted; distance += 1) {
      level = await targetsOf(level);
      await indexed(level);
    }
  };

  return async (path, signal) => {
    try {
      await abortable(outward(path, signal), signal);
    } catch (thrown) {
      if (!isAbort(thrown)) throw thrown;
    }
  };
}

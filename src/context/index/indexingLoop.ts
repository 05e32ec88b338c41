import type { FileIndexer, ReadFile } from './fileIndexer';
import type { IndexQueue } from './indexQueue';
import { createBreather } from './pause';
import type { FileStat } from './workspaceFiles';

// While some files are parsed the next ones are read.
const FILES_AT_ONCE = 16;

export interface IndexingLoop {
  /** Starts the loop unless it runs. Resolves when the queue is empty. */
  run(): Promise<void>;
  /** What the crawl saw of a file, so that reading it asks the disk once less. */
  readonly stats: Map<string, FileStat>;
}

/** Takes files from the queue and indexes them one by one, giving way to other work in between. */
export function createIndexingLoop(
  queue: IndexQueue,
  indexer: FileIndexer,
  onIndexed: (path: string) => void,
): IndexingLoop {
  const stats = new Map<string, FileStat>();
  let running: Promise<void> | undefined;

  const readNext = (): Promise<ReadFile[]> =>
    Promise.all(
      queue.take(FILES_AT_ONCE).map((path) => {
        const stat = stats.get(path);
        stats.delete(path);
        return indexer.read(path, stat);
      }),
    );

  const drain = async (): Promise<void> => {
    const breathe = createBreather();
    let reading = readNext();
    for (;;) {
      const batch = await reading;
      if (batch.length === 0) {
        if (queue.size === 0) return;
        reading = readNext();
        continue;
      }
      reading = readNext();
      for (const file of batch) {
        await indexer.index(file);
        queue.finished(file.path);
        onIndexed(file.path);
        await breathe();
      }
    }
  };

  return {
    stats,
    run: () => {
      running ??= drain().finally(() => (running = undefined));
      return running;
    },
  };
}

import type { Log } from '../../common/log';
import type { CrawlSink } from './crawl';
import { isIndexable } from './fileRules';
import type { FileRecord, FileTable } from './fileTable';
import type { SavedIndex } from './indexFormat';
import type { IndexingLoop } from './indexingLoop';
import type { IndexQueue } from './indexQueue';
import { loadIndex } from './savedIndex';
import type { TextSource } from './textSource';
import type { FileStat, IndexStore } from './workspaceFiles';

export interface DiscoveryParts {
  readonly store: IndexStore;
  readonly log: Log;
  readonly table: FileTable;
  readonly queue: IndexQueue;
  readonly loop: IndexingLoop;
  readonly texts: TextSource;
}

/** Decides what becomes of the files that the crawl finds: taken over from the saved index, or indexed anew. */
export interface Discovery extends CrawlSink {
  /** Lets go of what was saved of files that are no longer there; true when there was any. */
  forgetSaved(): boolean;
}

export function createDiscovery({ store, log, table, queue, loop, texts }: DiscoveryParts): Discovery {
  let saved = new Map<string, FileRecord>();
  let loading: Promise<void> | undefined;

  const adopt = (index: SavedIndex | undefined): void => {
    if (!index) return;
    table.adopt(index.names, index.rejected);
    saved = new Map(index.records);
  };

  return {
    ready: () => (loading ??= loadIndex(store, log).then(adopt)),
    found: (path, stat) => {
      const before = table.get(path) ?? saved.get(path);
      const wasSaved = saved.delete(path);
      if (!isIndexable(path, stat.sizeBytes)) return void table.remove(path);
      if (table.isRejected(path, stat)) return;
      if (before && isSame(before, stat)) {
        if (wasSaved) table.put(before);
        return;
      }
      // The buffer stands for the file as long as it is open.
      if (texts.buffers.has(path) && table.get(path)) return;
      loop.stats.set(path, stat);
      queue.add(path);
      void loop.run();
    },
    gone: (removed) => {
      for (const path of removed) {
        queue.remove(path);
        table.remove(path);
        texts.forget(path);
      }
    },
    forgetSaved: () => {
      const hadAny = saved.size > 0;
      saved.clear();
      return hadAny;
    },
  };
}

function isSame(one: Pick<FileStat, 'sizeBytes' | 'modifiedMs'>, other: FileStat): boolean {
  return one.modifiedMs === other.modifiedMs && one.sizeBytes === other.sizeBytes;
}

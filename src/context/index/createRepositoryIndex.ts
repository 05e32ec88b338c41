import type { Clock } from '../../common/clock';
import { Emitter } from '../../common/emitter';
import type { Log } from '../../common/log';
import type { SourceParser } from '../parsing/parsedSource';
import { ChangeFeed } from './changeFeed';
import { Crawl } from './crawl';
import { createDiscovery, type Discovery } from './discovery';
import { DirectoryScanner } from './directoryScanner';
import { createFileIndexer } from './fileIndexer';
import { FileTable } from './fileTable';
import { createFocus } from './focus';
import { createIndexingLoop, type IndexingLoop } from './indexingLoop';
import { createIndexPaths } from './indexPaths';
import { createIndexQueries } from './indexQueries';
import { createIndexQueue, type IndexQueue } from './indexQueue';
import { KnownPaths } from './knownPaths';
import type { IndexProgress, RepositoryIndex } from './repositoryIndex';
import { createIndexSaver, type IndexSaver } from './savedIndex';
import { createTextSource, type TextSource } from './textSource';
import { tolerantFiles } from './tolerantFiles';
import type { IndexStore, WorkspaceFiles, WorkspaceFolder } from './workspaceFiles';

/** What the index works with. */
export interface IndexPorts {
  readonly files: WorkspaceFiles;
  readonly store: IndexStore;
  readonly parser: SourceParser;
  readonly clock: Clock;
  readonly log: Log;
}

/** What it is an index of. */
export interface IndexScope {
  /** Names must differ. */
  readonly folders: readonly WorkspaceFolder[];
  /** The globs of VS Code's `files.exclude` that are on. */
  readonly excludeGlobs: readonly string[];
  /** False indexes what .gitignore and its like leave out too; for measuring only. */
  readonly useIgnoreFiles?: boolean;
}

const PROGRESS_EVERY_FILES = 50;

/** An index of the workspace that does nothing until it is started. */
export function createRepositoryIndex(ports: IndexPorts, scope: IndexScope): RepositoryIndex {
  const end = new AbortController();
  const { table, known, queue, texts, loop, progress, discovery, crawl, saver } = assemble(
    ports,
    scope,
    end.signal,
  );
  const generation = (): number => table.generation + known.generation;
  const queries = createIndexQueries(table, known, generation);
  const focus = createFocus({ queue, crawl, known, loop, table, importsOf: queries.importsOf });
  const feed = new ChangeFeed({ ...ports, queue, crawl, known, loop, texts, signal: end.signal }, () =>
    saver.changed(),
  );
  return {
    ...queries,
    get names() {
      return table.names;
    },
    get progress() {
      return progress.current();
    },
    onProgress: progress.event,
    get generation() {
      return generation();
    },
    text: async (path) => {
      const file = table.get(path);
      return file && texts.textOf(file);
    },
    start: async (openPaths, signal) => {
      const stop = AbortSignal.any([signal, end.signal]);
      stop.addEventListener('abort', () => queue.clear(), { once: true });
      progress.enter('crawling');
      for (const path of openPaths) await focus(path, stop);
      await crawl.all(stop);
      progress.enter('indexing');
      await loop.run();
      progress.enter(stop.aborted ? 'idle' : 'ready');
      const savedDiffers = discovery.forgetSaved() || progress.indexedCount() > 0;
      if (savedDiffers && !stop.aborted) void saver.saveNow();
    },
    focus,
    settled: async () => {
      await feed.settled();
      await saver.saved();
    },
    updateBuffer: (path, text, version) => feed.updateBuffer(path, text, version),
    dropBuffer: (path) => feed.dropBuffer(path),
    filesChanged: (changed) => feed.filesChanged(changed),
    dispose: () => {
      end.abort();
      queue.clear();
    },
  };
}

interface Parts {
  readonly table: FileTable;
  readonly known: KnownPaths;
  readonly queue: IndexQueue;
  readonly texts: TextSource;
  readonly loop: IndexingLoop;
  readonly progress: Progress;
  readonly discovery: Discovery;
  readonly crawl: Crawl;
  readonly saver: IndexSaver;
}

function assemble(ports: IndexPorts, scope: IndexScope, signal: AbortSignal): Parts {
  const { store, log, clock } = ports;
  const files = tolerantFiles(ports.files, log);
  const paths = createIndexPaths(scope.folders);
  const known = new KnownPaths((path, thrown) => log.warn(`${path} can't be read: ${String(thrown)}`));
  const scanner = new DirectoryScanner(files, paths, {
    excludeGlobs: scope.excludeGlobs,
    useIgnoreFiles: scope.useIgnoreFiles ?? true,
  });
  const table = new FileTable();
  const queue = createIndexQueue();
  const texts = createTextSource(files, paths, (path) => {
    void queue.addUrgent(path);
    void loop.run();
  });
  const progress = createProgress(table, queue);
  const indexer = createFileIndexer({ ...ports, files, paths, texts, table });
  const loop = createIndexingLoop(queue, indexer, (path) => progress.indexed(path));
  const discovery = createDiscovery({ store, log, table, queue, loop, texts });
  const crawl = new Crawl({ files, paths, scanner, known }, discovery);
  const saver = createIndexSaver(store, table, { clock, log, signal });
  return { table, known, queue, texts, loop, progress, discovery, crawl, saver };
}

interface Progress {
  current(): IndexProgress;
  readonly event: RepositoryIndex['onProgress'];
  enter(phase: IndexProgress['phase']): void;
  indexed(path: string): void;
  indexedCount(): number;
}

function createProgress(table: FileTable, queue: { readonly size: number }): Progress {
  const emitter = new Emitter<IndexProgress>();
  let phase: IndexProgress['phase'] = 'idle';
  let bytesIndexed = 0;
  let count = 0;
  const current = (): IndexProgress => ({
    phase,
    filesFound: table.size + queue.size,
    filesIndexed: table.size,
    bytesIndexed,
  });
  return {
    current,
    event: emitter.event,
    enter: (next) => {
      phase = next;
      emitter.fire(current());
    },
    indexed: (path) => {
      bytesIndexed += table.get(path)?.sizeBytes ?? 0;
      count += 1;
      if (count % PROGRESS_EVERY_FILES === 0) emitter.fire(current());
    },
    indexedCount: () => count,
  };
}

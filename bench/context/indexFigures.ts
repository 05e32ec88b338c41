import path from 'node:path';
import { systemClock } from '../../src/common/clock';
import { silentLog } from '../../src/common/log';
import type { RepositoryIndex } from '../../src/context/index/repositoryIndex';
import type { IndexStore } from '../../src/context/index/workspaceFiles';
import { createRepositoryIndex } from '../../src/context/index/createRepositoryIndex';
import { createTreeSitterParser } from '../../src/context/parsing/treeSitterParser';
import { createGrammarFiles, grammarFolders } from '../../src/node/grammarFiles';
import { nodeWorkspaceFiles } from '../../src/node/workspaceFiles';
import { fromRoot } from '../../tools/root';
import { median, quantile } from '../figures';

/** How long the index of a folder takes and how much memory. */
export interface IndexFigures {
  readonly files: number;
  readonly megabytes: number;
  /** From nothing, on the clock and on the processor; the latter counts all threads. */
  readonly coldMs: number;
  readonly coldCpuMs: number;
  /** Of the whole process at its highest while indexing. */
  readonly peakResidentMegabytes: number;
  /** From a saved index, nothing having changed. */
  readonly revalidatedMs: number;
  readonly changedFileMedianMs: number;
  readonly changedFileP95Ms: number;
  /** A file, its imports and theirs, nothing else being known. */
  readonly focusMedianMs: number;
  readonly focusLongestMs: number;
}

const SAMPLES = 40;
const never = new AbortController().signal;

/** Ignored files are read too: installed packages make the largest corpus at hand. */
export async function measureIndex(root: string): Promise<IndexFigures> {
  const store = createStore();
  const cold = await measureCold(root, store);
  const samples = everyNth(
    [...cold.index.files()].map((file) => file.path),
    SAMPLES,
  );
  const changed = await measureChanges(cold.index, samples);
  cold.index.dispose();
  const started = performance.now();
  const again = openIndex(root, store);
  await again.start([], never);
  const revalidatedMs = performance.now() - started;
  again.dispose();
  const focused = await measureFocus(root, samples);
  return {
    ...cold.figures,
    revalidatedMs,
    changedFileMedianMs: median(changed),
    changedFileP95Ms: quantile(changed, 0.95),
    focusMedianMs: median(focused),
    focusLongestMs: Math.max(...focused),
  };
}

export function printIndexFigures(root: string, figures: IndexFigures): void {
  const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;
  const rows = [
    ['files', `${figures.files} of ${figures.megabytes.toFixed(1)} MB`],
    ['indexed from nothing', `${seconds(figures.coldMs)} (${seconds(figures.coldCpuMs)} of processor time)`],
    ['memory of the process at most', `${figures.peakResidentMegabytes.toFixed(0)} MB`],
    ['revalidated', seconds(figures.revalidatedMs)],
    [
      'one changed file',
      `median ${figures.changedFileMedianMs.toFixed(1)} ms, p95 ${figures.changedFileP95Ms.toFixed(1)} ms`,
    ],
    [
      'imports of a file, cold',
      `median ${figures.focusMedianMs.toFixed(0)} ms, longest ${figures.focusLongestMs.toFixed(0)} ms`,
    ],
  ];
  console.log(`Index of ${root}`);
  for (const [name = '', value = ''] of rows) console.log(`  ${name.padEnd(32)}${value}`);
}

async function measureCold(
  root: string,
  store: IndexStore,
): Promise<{
  index: RepositoryIndex;
  figures: Pick<IndexFigures, 'files' | 'megabytes' | 'coldMs' | 'coldCpuMs' | 'peakResidentMegabytes'>;
}> {
  const index = openIndex(root, store);
  let peak = 0;
  const sample = (): void => void (peak = Math.max(peak, process.memoryUsage.rss()));
  index.onProgress(sample);
  const started = performance.now();
  const cpu = process.cpuUsage();
  await index.start([], never);
  const coldMs = performance.now() - started;
  const { user, system } = process.cpuUsage(cpu);
  sample();
  await index.settled();
  const { filesIndexed: files, bytesIndexed } = index.progress;
  const megabytes = bytesIndexed / 1e6;
  return {
    index,
    figures: {
      files,
      megabytes,
      coldMs,
      coldCpuMs: (user + system) / 1000,
      peakResidentMegabytes: peak / 1e6,
    },
  };
}

async function measureChanges(index: RepositoryIndex, paths: readonly string[]): Promise<number[]> {
  const times: number[] = [];
  for (const [version, file] of paths.entries()) {
    const text = await index.text(file);
    if (text === undefined) continue;
    index.updateBuffer(file, `${text}\n// changed\n`, version);
    const started = performance.now();
    await index.settled();
    times.push(performance.now() - started);
  }
  return times;
}

async function measureFocus(root: string, paths: readonly string[]): Promise<number[]> {
  const times: number[] = [];
  for (const file of paths) {
    const index = openIndex(root, createStore());
    const started = performance.now();
    await index.focus(file, never);
    times.push(performance.now() - started);
    index.dispose();
  }
  return times;
}

function openIndex(root: string, store: IndexStore): RepositoryIndex {
  const log = silentLog;
  const parser = createTreeSitterParser(createGrammarFiles(grammarFolders(fromRoot())), log);
  const folder = path.resolve(root).split(path.sep).join('/');
  return createRepositoryIndex(
    { files: nodeWorkspaceFiles, store, parser, clock: systemClock, log },
    { folders: [{ name: 'corpus', root: folder }], excludeGlobs: [], useIgnoreFiles: false },
  );
}

function createStore(): IndexStore {
  let saved: Uint8Array | undefined;
  return {
    load: () => Promise.resolve(saved),
    save: (bytes) => {
      saved = bytes;
      return Promise.resolve();
    },
  };
}

function everyNth(items: readonly string[], count: number): string[] {
  const step = Math.max(1, Math.floor(items.length / count));
  return items.filter((_, at) => at % step === 0).slice(0, count);
}

import { Readable } from 'node:stream';
import type { RepositoryIndex } from '../../src/context/index/repositoryIndex';
import type { IndexStore } from '../../src/context/index/workspaceFiles';
import { median, quantile } from '../figures';
import { measureColdIndex } from './coldIndex';
import type { ColdIndexFigures } from './coldIndexProcess';
import { openIndex } from './openIndex';

/** How long the index of a folder takes and how much memory. */
export interface IndexFigures extends ColdIndexFigures {
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

export async function measureIndex(root: string): Promise<IndexFigures> {
  const cold = await measureColdIndex(root);
  const store = createStore();
  const index = openIndex(root, store);
  await index.start([], never);
  await index.settled();
  const samples = everyNth(
    [...index.files()].map((file) => file.path),
    SAMPLES,
  );
  const changed = await measureChanges(index, samples);
  index.dispose();
  const started = performance.now();
  const again = openIndex(root, store);
  await again.start([], never);
  const revalidatedMs = performance.now() - started;
  again.dispose();
  const focused = await measureFocus(root, samples);
  return {
    ...cold,
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
    ['memory of its process at most', `${figures.peakResidentMegabytes.toFixed(0)} MB`],
    ['saved', `${figures.savedMegabytes.toFixed(1)} MB`],
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

function createStore(): IndexStore {
  let saved: Uint8Array[] | undefined;
  return {
    load: () => Promise.resolve(saved && Readable.from(saved)),
    save: async (chunks) => {
      const all: Uint8Array[] = [];
      for await (const chunk of chunks) all.push(chunk);
      saved = all;
    },
  };
}

function everyNth(items: readonly string[], count: number): string[] {
  const step = Math.max(1, Math.floor(items.length / count));
  return items.filter((_, at) => at % step === 0).slice(0, count);
}

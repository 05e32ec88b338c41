// Run by `coldIndex.ts`: indexes the folder given, prints the figures as JSON and nothing else.
import type { IndexStore } from '../../src/context/index/workspaceFiles';
import { openIndex } from './openIndex';

/** What indexing a folder from nothing takes. */
export interface ColdIndexFigures {
  readonly files: number;
  readonly megabytes: number;
  /** On the clock and on the processor; the latter counts all threads. */
  readonly coldMs: number;
  readonly coldCpuMs: number;
  /** Of the whole process at its highest, saving the index included. */
  readonly peakResidentMegabytes: number;
  readonly savedMegabytes: number;
}

const SAMPLE_EVERY_MS = 10;
let savedBytes = 0;

async function measure(root: string): Promise<ColdIndexFigures> {
  let peak = 0;
  const sample = (): void => void (peak = Math.max(peak, process.memoryUsage.rss()));
  const index = openIndex(root, forgetfulStore);
  index.onProgress(sample);
  const sampling = setInterval(sample, SAMPLE_EVERY_MS);
  const started = performance.now();
  const cpu = process.cpuUsage();
  await index.start([], new AbortController().signal);
  const coldMs = performance.now() - started;
  const { user, system } = process.cpuUsage(cpu);
  await index.settled();
  clearInterval(sampling);
  sample();
  const { filesIndexed: files, bytesIndexed } = index.progress;
  index.dispose();
  return {
    files,
    megabytes: bytesIndexed / 1e6,
    coldMs,
    coldCpuMs: (user + system) / 1000,
    peakResidentMegabytes: peak / 1e6,
    savedMegabytes: savedBytes / 1e6,
  };
}

/** The extension hands each chunk to the disk and keeps none. */
const forgetfulStore: IndexStore = {
  load: () => Promise.resolve(undefined),
  save: async (chunks) => {
    for await (const { length } of chunks) savedBytes += length;
  },
};

console.log(JSON.stringify(await measure(process.argv[2] ?? '')));

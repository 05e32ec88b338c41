// A process of its own, with nothing in it but the index: what the other benches load is none of the index's memory.
import { mkdirSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { build } from 'esbuild';
import { fromRoot } from '../../tools/root';
import type { ColdIndexFigures } from './coldIndexProcess';

/** As much as the extension gives the worker that the index lives in. */
const SEMI_SPACE_MEGABYTES = 4;
const OLD_SPACE_MEGABYTES = 1_900;

/** Indexes the folder from nothing in a process of its own. Ignored files are read too. */
export async function measureColdIndex(root: string): Promise<ColdIndexFigures> {
  const outfile = fromRoot('out', 'bench', 'coldIndex.mjs');
  mkdirSync(fromRoot('out', 'bench'), { recursive: true });
  await build({
    absWorkingDir: fromRoot(),
    entryPoints: ['bench/context/coldIndexProcess.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
    logLevel: 'error',
  });
  const limits = [
    `--max-semi-space-size=${SEMI_SPACE_MEGABYTES}`,
    `--max-old-space-size=${OLD_SPACE_MEGABYTES}`,
  ];
  const printed = execFileSync(process.execPath, [...limits, outfile, root], { encoding: 'utf8' });
  return JSON.parse(printed) as ColdIndexFigures;
}

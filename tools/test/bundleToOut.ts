import { build } from 'esbuild';
import { fromRoot } from '../root';

/**
 * Bundles each file to the same place below out/ and returns the absolute paths, in the same order. ES modules share
 * what they have in common, so that what one test file has started serves the next, too.
 */
export async function bundleToOut(
  files: readonly string[],
  format: 'esm' | 'cjs',
): Promise<readonly string[]> {
  const extension = format === 'esm' ? '.mjs' : '.cjs';
  await build({
    absWorkingDir: fromRoot(),
    entryPoints: [...files],
    outbase: '.',
    outdir: 'out',
    outExtension: { '.js': extension },
    bundle: true,
    platform: 'node',
    target: 'node20',
    format,
    splitting: format === 'esm',
    chunkNames: 'out-chunks/[name]-[hash]',
    packages: 'external',
    external: ['*.node', '*.wasm'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
  return files.map((file) => fromRoot('out', file.replace(/\.ts$/, extension)));
}

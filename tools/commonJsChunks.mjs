// esbuild splits a bundle into chunks only as ES modules, while VS Code puts its proxy and certificates before
// `require` only. So the chunks are made as ES modules, and each is then turned into CommonJS.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { transform } from 'esbuild';

const CHUNKS = 'chunks';

/** Build options that go with the plugin: what is imported dynamically becomes a chunk, loaded on its first use. */
export const chunked = {
  format: 'esm',
  splitting: true,
  write: false,
  chunkNames: `${CHUNKS}/[name]-[hash]`,
};

/** @param {{ outdir: string, minify: boolean }} options @returns {import('esbuild').Plugin} */
export function commonJsChunks({ outdir, minify }) {
  return {
    name: 'common-js-chunks',
    setup(build) {
      build.onEnd(async ({ outputFiles = [] }) => {
        rmSync(path.join(outdir, CHUNKS), { recursive: true, force: true });
        mkdirSync(path.join(outdir, CHUNKS), { recursive: true });
        await Promise.all(outputFiles.filter(({ path: file }) => file.endsWith('.js')).map(write));
      });

      async function write({ path: file, text }) {
        const { code, map } = await transform(text, {
          format: 'cjs',
          platform: 'node',
          target: 'node22',
          minify,
          // A dynamic import of VS Code's loader would look for an ES module.
          supported: { 'dynamic-import': false },
          sourcemap: minify ? false : 'external',
          sourcefile: file,
        });
        writeFileSync(file, minify ? code : `${code}//# sourceMappingURL=${path.basename(file)}.map\n`);
        if (!minify) writeFileSync(`${file}.map`, map);
      }
    },
  };
}

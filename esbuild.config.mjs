// Builds the extension: CommonJS for the extension host, in chunks that load when they are needed; a bundle for the
// context worker; and the chat panel's page.
import path from 'node:path';
import { build, context } from 'esbuild';
import { chunked, commonJsChunks } from './tools/commonJsChunks.mjs';
import { copyGrammars } from './tools/copyGrammars.mjs';
import { oneEditorApi } from './tools/oneEditorApi.mjs';

const production = process.argv.includes('--production');
const watch = process.argv.includes('--watch');

/** @type {import('esbuild').BuildOptions} */
const common = {
  bundle: true,
  minify: production,
  sourcemap: production ? false : 'linked',
  logLevel: 'warning',
};

/** @type {import('esbuild').BuildOptions} */
const node = {
  ...common,
  outdir: 'dist',
  platform: 'node',
  target: 'node22',
  // Prefer ES modules: they tree-shake, and some dependencies have nothing else.
  mainFields: ['module', 'main'],
  // Its ES module finds itself by its address, which a CommonJS bundle has not.
  alias: {
    'web-tree-sitter': path.join(import.meta.dirname, 'node_modules/web-tree-sitter/web-tree-sitter.cjs'),
  },
};

/** @type {import('esbuild').BuildOptions} */
const extension = {
  ...node,
  ...chunked,
  entryPoints: { extension: 'src/extension.ts' },
  sourcemap: production ? false : 'inline',
  plugins: [oneEditorApi(), commonJsChunks({ outdir: 'dist', minify: production })],
};

/** @type {import('esbuild').BuildOptions} */
const worker = { ...node, entryPoints: { contextWorker: 'src/node/contextWorker.ts' }, format: 'cjs' };

/** @type {import('esbuild').BuildOptions} */
const page = {
  ...common,
  entryPoints: { panel: 'src/webview/main.tsx', style: 'src/webview/styles/panel.css' },
  outdir: 'dist/webview',
  platform: 'browser',
  // The Chromium of VS Code 1.105.
  target: 'chrome140',
  format: 'iife',
  loader: { '.ttf': 'file' },
  assetNames: '[name]',
};

copyGrammars(import.meta.dirname, path.join(import.meta.dirname, 'dist', 'grammars'));

const all = [extension, worker, page];
if (watch) await Promise.all(all.map(async (options) => (await context(options)).watch()));
else await Promise.all(all.map((options) => build(options)));

// A bundle in CommonJS copies a module's hundreds of names for each file that imports all of it. The editor's API is
// imported by dozens of files at start, so they all share one module that names what the API has.
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** @returns {import('esbuild').Plugin} */
export function oneEditorApi() {
  return {
    name: 'one-editor-api',
    setup(build) {
      const namespace = 'editor-api';
      build.onResolve({ filter: /^vscode$/ }, (args) =>
        args.namespace === namespace ? { path: 'vscode', external: true } : { path: 'vscode', namespace },
      );
      build.onLoad({ filter: /.*/, namespace }, () => ({
        // Not imported: that would copy it once more.
        contents: `const vscode = require('vscode'); export const { ${apiNames().join(', ')} } = vscode;`,
        loader: 'js',
      }));
    },
  };
}

/** The values of the API, by its declarations. */
function apiNames() {
  const file = path.join(import.meta.dirname, '..', 'node_modules', '@types', 'vscode', 'index.d.ts');
  const declared = readFileSync(file, 'utf8').matchAll(
    /^\texport (?:abstract )?(?:class|enum|namespace|const) (\w+)/gm,
  );
  return [...new Set([...declared].map(([, name]) => name))];
}

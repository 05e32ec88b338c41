import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { LoadWasm } from '../context/parsing/grammarParsers';

/**
 * Reads the parser's WebAssembly files from the first of the folders that has them: `dist/grammars` beside the built
 * extension, the packages they come from when the code runs in the repository.
 */
export function createGrammarFiles(folders: readonly string[]): LoadWasm {
  return async (file) => {
    for (const folder of folders) {
      const bytes = await readFile(path.join(folder, file)).catch(() => undefined);
      if (bytes) return bytes;
    }
    throw new Error(
      `${file} is in none of ${folders.join(', ')}. Build the extension again (npm run build).`,
    );
  };
}

/** The folders that hold grammars, for code bundled into the folder `bundle` of the repository or the extension. */
export function grammarFolders(root: string): string[] {
  return [
    path.join(root, 'dist', 'grammars'),
    path.join(root, 'node_modules', '@vscode', 'tree-sitter-wasm', 'wasm'),
    path.join(root, 'node_modules', 'web-tree-sitter'),
  ];
}

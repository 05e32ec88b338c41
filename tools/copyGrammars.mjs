// Brings the parser and the grammars that the context worker loads at run time into a folder beside the bundle.
import { copyFileSync, existsSync, mkdirSync, statSync } from 'node:fs';
import path from 'node:path';

const languages = [
  'bash',
  'c-sharp',
  'cpp',
  'go',
  'java',
  'javascript',
  'php',
  'python',
  'ruby',
  'rust',
  'tsx',
  'typescript',
];

/** Copies what is missing or of another size. */
export function copyGrammars(root, target) {
  mkdirSync(target, { recursive: true });
  const modules = path.join(root, 'node_modules');
  const sources = [
    path.join(modules, 'web-tree-sitter', 'web-tree-sitter.wasm'),
    ...languages.map((language) =>
      path.join(modules, '@vscode', 'tree-sitter-wasm', 'wasm', `tree-sitter-${language}.wasm`),
    ),
  ];
  for (const source of sources) {
    const copy = path.join(target, path.basename(source));
    if (!existsSync(copy) || statSync(copy).size !== statSync(source).size) copyFileSync(source, copy);
  }
}

import type { ParsedImport } from '../parsing/parsedSource';
import { resolveByPath } from './byPath';
import { resolveCpp } from './cpp';
import { resolveCsharp } from './csharp';
import { resolveGo } from './go';
import { resolveJava } from './java';
import { resolvePhp } from './php';
import type { ImportingFile, ProjectView, ResolveImport } from './projectView';
import { resolvePython } from './python';
import { resolveRuby } from './ruby';
import { resolveRust } from './rust';
import { resolveTypescript } from './typescript';

const RESOLVERS: Readonly<Record<string, ResolveImport>> = {
  typescript: resolveTypescript,
  tsx: resolveTypescript,
  javascript: resolveTypescript,
  vue: resolveTypescript,
  svelte: resolveTypescript,
  astro: resolveTypescript,
  python: resolvePython,
  go: resolveGo,
  rust: resolveRust,
  java: resolveJava,
  csharp: resolveCsharp,
  cpp: resolveCpp,
  php: resolvePhp,
  ruby: resolveRuby,
};

/** Index paths of the files an import means, as the language of the importing file sees it. */
export function resolveImport(
  file: ImportingFile,
  parsed: ParsedImport,
  project: ProjectView,
): readonly string[] {
  if (parsed.specifier === '') return [];
  const resolve = RESOLVERS[file.language] ?? resolveByPath;
  return resolve(file, parsed, project).filter((path) => path !== file.path);
}

import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { PlainRepository } from './plainImports';
import { plainLanguages, type PlainLanguage } from './plainLanguage';
import { readSource, type PlainSource } from './plainSource';

/** A repository of one language, read whole by the bench's own reader. */
export interface BenchRepository extends PlainRepository {
  readonly root: string;
  readonly language: PlainLanguage;
  /** The files that declare each name. */
  readonly definers: ReadonlyMap<string, readonly string[]>;
}

/** Folders that hold no source: packages, build results. */
const LEFT_OUT = new Set([
  'node_modules',
  'dist',
  'build',
  'out',
  'target',
  'vendor',
  'coverage',
  '__pycache__',
]);
/** Results of a build that lie among the sources. */
const BUILT = /\.d\.[mc]?ts$|\.min\.\w+$|\.map$|_pb2\.py$|\.pb\.go$/;
const MOST_BYTES = 512 * 1024;

export function readRepository(root: string, language: PlainLanguage): BenchRepository {
  const sources = new Map<string, PlainSource>();
  for (const file of sourceFiles(root, language)) {
    const text = readFileSync(path.join(root, file), 'utf8').replaceAll('\r\n', '\n');
    if (text.length <= MOST_BYTES) sources.set(file, readSource(file, text, language));
  }
  const definers = new Map<string, string[]>();
  for (const [file, { declarations }] of sources) {
    for (const name of declarations.keys()) definers.set(name, [...(definers.get(name) ?? []), file]);
  }
  return { root, language, sources, definers, goModule: goModuleOf(root) };
}

/** The language most of the source files are written in. */
export function mainLanguage(root: string): PlainLanguage | undefined {
  const counted = plainLanguages.map((language) => ({ language, files: sourceFiles(root, language).length }));
  const most = counted.sort((a, b) => b.files - a.files)[0];
  return most === undefined || most.files === 0 ? undefined : most.language;
}

function sourceFiles(root: string, language: PlainLanguage): string[] {
  const files: string[] = [];
  const visit = (folder: string): void => {
    for (const entry of readdirSync(path.join(root, folder), { withFileTypes: true })) {
      const file = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory() && !LEFT_OUT.has(entry.name) && !entry.name.startsWith('.')) visit(file);
      if (entry.isFile() && !BUILT.test(file) && language.extensions.includes(path.extname(file)))
        files.push(file);
    }
  };
  visit('');
  return files.sort();
}

function goModuleOf(root: string): string {
  try {
    return /^module\s+(\S+)/m.exec(readFileSync(path.join(root, 'go.mod'), 'utf8'))?.[1] ?? '';
  } catch {
    // No Go module: imports of the repository's own packages can't be told then.
    return '';
  }
}

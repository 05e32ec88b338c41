import path from 'node:path';
import type { BenchLanguage } from './plainLanguage';
import type { PlainSource } from './plainSource';

export interface PlainImports {
  /** Files of the repository that the import statements lead to, re-exports followed, in order. */
  readonly files: readonly string[];
  /** Files whose names need no import: the Go or Java package, the Rust crate. */
  readonly packageFiles: readonly string[];
  /** Every identifier in the import statements. */
  readonly named: ReadonlySet<string>;
}

/** The sources of one repository. */
export interface PlainRepository {
  readonly sources: ReadonlyMap<string, PlainSource>;
  /** The `module` line of go.mod. */
  readonly goModule: string;
}

type Resolver = (
  source: { readonly path: string; readonly text: string },
  repository: PlainRepository,
) => PlainImports;

const resolvers: Readonly<Record<BenchLanguage, Resolver>> = {
  typescript: ecmaImports,
  javascript: ecmaImports,
  python: pythonImports,
  go: goImports,
  rust: rustImports,
  java: javaImports,
};

export function plainImports(
  source: { readonly path: string; readonly text: string },
  language: BenchLanguage,
  repository: PlainRepository,
): PlainImports {
  return resolvers[language](source, repository);
}

const REEXPORT_DEPTH = 6;

/** Follows `next` from the files given, breadth first, and leaves the source itself out. */
function closure(start: readonly string[], own: string, next: (file: string) => readonly string[]): string[] {
  const found = new Set(start);
  let edge = [...found];
  for (let depth = 0; depth < REEXPORT_DEPTH && edge.length > 0; depth += 1) {
    edge = edge.flatMap(next).filter((file) => !found.has(file));
    for (const file of edge) found.add(file);
  }
  found.delete(own);
  return [...found];
}

function identifiersIn(texts: Iterable<string>): Set<string> {
  return new Set([...texts].flatMap((text) => text.match(/[A-Za-z_$][\w$]*/g) ?? []));
}

const ECMA_IMPORT =
  /(?:^|\n)\s*(?:import|export)\s[^;'"]*?from\s*['"]([^'"]+)['"]|(?:require|import)\(\s*['"]([^'"]+)['"]\s*\)|(?:^|\n)\s*import\s*['"]([^'"]+)['"]/g;
const ECMA_REEXPORT = /(?:^|\n)\s*export\s[^;'"]*?from\s*['"]([^'"]+)['"]/g;
const REQUIRE_LINE = /^.*\brequire\(.*$/gm;

function ecmaImports(source: { path: string; text: string }, { sources }: PlainRepository): PlainImports {
  const resolve = (from: string, specifier: string): string[] => {
    if (!specifier.startsWith('.')) return [];
    const base = path.posix.normalize(path.posix.join(path.posix.dirname(from), specifier));
    const stem = base.replace(/\.[mc]?jsx?$/, '');
    const endings = [
      '',
      '.ts',
      '.tsx',
      '.js',
      '.jsx',
      '.mjs',
      '.cjs',
      '.mts',
      '.cts',
      '/index.ts',
      '/index.tsx',
      '/index.js',
    ];
    const hit = [...endings.map((end) => base + end), ...endings.map((end) => stem + end)].find((file) =>
      sources.has(file),
    );
    return hit === undefined ? [] : [hit];
  };
  const specifiers = (text: string, pattern: RegExp): string[] =>
    [...text.matchAll(pattern)].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
  const direct = specifiers(source.text, ECMA_IMPORT).flatMap((specifier) => resolve(source.path, specifier));
  const files = closure(direct, source.path, (file) =>
    specifiers(sources.get(file)?.text ?? '', ECMA_REEXPORT).flatMap((specifier) => resolve(file, specifier)),
  );
  const statements = [...source.text.matchAll(ECMA_IMPORT)].map((match) => match[0]);
  return {
    files,
    packageFiles: [],
    named: identifiersIn([...statements, ...(source.text.match(REQUIRE_LINE) ?? [])]),
  };
}

const PYTHON_FROM = /^[ \t]*from\s+([.\w]+)\s+import\s+(\([^)]*\)|.*)$/gm;
const PYTHON_IMPORT = /^[ \t]*import\s+([\w., ]+)$/gm;

function pythonImports(source: { path: string; text: string }, { sources }: PlainRepository): PlainImports {
  const moduleFile = (module: string): string[] => {
    const base = module.replaceAll('.', '/');
    return [`${base}.py`, `${base}/__init__.py`, `src/${base}.py`, `src/${base}/__init__.py`].filter((file) =>
      sources.has(file),
    );
  };
  const absolute = (from: string, module: string): string => {
    const dots = /^\.*/.exec(module)?.[0].length ?? 0;
    if (dots === 0) return module;
    const folder = from.split('/').slice(0, -dots).join('.');
    return [folder, module.slice(dots)].filter((part) => part !== '').join('.');
  };
  const importsOf = (from: string, text: string): string[] => [
    ...[...text.matchAll(PYTHON_FROM)].flatMap((match) => {
      const module = absolute(from, match[1] ?? '');
      const names = (match[2] ?? '').match(/[A-Za-z_]\w*/g) ?? [];
      return [...moduleFile(module), ...names.flatMap((name) => moduleFile(`${module}.${name}`))];
    }),
    ...[...text.matchAll(PYTHON_IMPORT)].flatMap((match) =>
      (match[1] ?? '').split(',').flatMap((part) => moduleFile(part.trim().split(' ')[0] ?? '')),
    ),
  ];
  const files = closure(importsOf(source.path, source.text), source.path, (file) =>
    file.endsWith('__init__.py') ? importsOf(file, sources.get(file)?.text ?? '') : [],
  );
  const statements = [...source.text.matchAll(PYTHON_FROM), ...source.text.matchAll(PYTHON_IMPORT)].map(
    (match) => match[0],
  );
  return { files, packageFiles: [], named: identifiersIn(statements) };
}

function goImports(
  source: { path: string; text: string },
  { sources, goModule }: PlainRepository,
): PlainImports {
  const folderOf = (file: string): string => path.posix.dirname(file);
  const isTest = source.path.endsWith('_test.go');
  const inFolder = (folder: string, tests: boolean): string[] =>
    [...sources.keys()].filter((file) => folderOf(file) === folder && (tests || !file.endsWith('_test.go')));
  const block = source.text.slice(0, source.text.search(/^(?:func|type|var|const)\b/m) >>> 0);
  const specifiers = [...block.matchAll(/"([^"]+)"/g)].map((match) => match[1] ?? '');
  const folders = specifiers
    .filter(
      (specifier) => goModule !== '' && (specifier === goModule || specifier.startsWith(`${goModule}/`)),
    )
    .map((specifier) => specifier.slice(goModule.length + 1) || '.');
  const files = folders.flatMap((folder) => inFolder(folder, false));
  const own = inFolder(folderOf(source.path), isTest).filter((file) => file !== source.path);
  // Go imports name packages: what the imported files declare is named through them.
  const named = new Set(files.flatMap((file) => [...(sources.get(file)?.declarations.keys() ?? [])]));
  return { files, packageFiles: own, named };
}

function rustImports(source: { path: string; text: string }, { sources }: PlainRepository): PlainImports {
  const crate = [...sources.keys()].filter(
    (file) => file !== source.path && crateOf(file) === crateOf(source.path),
  );
  const uses = source.text.match(/^\s*(?:pub(?:\([^)]*\))?\s+)?use\s[^;]*;/gm) ?? [];
  return { files: [], packageFiles: crate, named: identifiersIn(uses) };
}

/** The folder that holds `src`, `tests` or the like. */
function crateOf(file: string): string {
  return file.replace(/(?:^|\/)(?:src|tests|benches|examples)\/.*$/, '');
}

const JAVA_IMPORT = /^\s*import\s+(static\s+)?([\w.]+)(\.\*)?\s*;/gm;

function javaImports(source: { path: string; text: string }, { sources }: PlainRepository): PlainImports {
  const all = [...sources.keys()];
  const files = [...source.text.matchAll(JAVA_IMPORT)].flatMap((match) => {
    const parts = (match[2] ?? '').split('.');
    const firstType = parts.findIndex((part) => /^[A-Z]/.test(part));
    if (match[3] !== undefined && firstType === -1) {
      return all.filter((file) => path.posix.dirname(file).endsWith(parts.join('/')));
    }
    const tail = `${parts.slice(0, firstType + 1).join('/')}.java`;
    return firstType === -1 ? [] : all.filter((file) => file === tail || file.endsWith(`/${tail}`));
  });
  const statements = [...source.text.matchAll(JAVA_IMPORT)].map((match) => match[0]);
  const own = all.filter(
    (file) => file !== source.path && path.posix.dirname(file) === path.posix.dirname(source.path),
  );
  return {
    files: [...new Set(files)].filter((file) => file !== source.path),
    packageFiles: own,
    named: identifiersIn(statements),
  };
}

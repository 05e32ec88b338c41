import { directoryOf, joinPath, normalizePath } from '../index/indexPaths';
import { ancestorsOf, nearest } from './ancestors';
import type { ProjectView, ResolveImport } from './projectView';

const SOURCE_FOLDERS = ['src', 'lib', 'python'];

/** Packages and modules, relative and absolute; a name that is a submodule brings its file along. */
export const resolvePython: ResolveImport = (file, { specifier, names }, project) => {
  const base = /^\.+/.test(specifier)
    ? relativeModule(file.path, specifier)
    : absoluteModule(specifier.split('.'), file.path, project);
  if (base === undefined) return [];
  const own = moduleAt(base, project);
  const submodules = names
    .filter(({ name }) => name !== '*')
    .map(({ name }) => moduleAt(joinPath(base, name), project))
    .filter((path) => path !== undefined);
  return [...new Set([...(own === undefined ? [] : [own]), ...submodules])];
};

function relativeModule(from: string, specifier: string): string | undefined {
  const dots = /^\.+/.exec(specifier)?.[0].length ?? 0;
  const rest = specifier.slice(dots).replaceAll('.', '/');
  return normalizePath(`${directoryOf(from)}/${'../'.repeat(dots - 1)}${rest}`);
}

/** The module's path without `.py`: of the folder for a package. */
function absoluteModule(parts: readonly string[], from: string, project: ProjectView): string | undefined {
  const path = parts.join('/');
  const root = packageRoot(directoryOf(from), project);
  const roots = ancestorsOf(root);
  for (const candidate of roots.flatMap((one) => [
    one,
    ...SOURCE_FOLDERS.map((folder) => joinPath(one, folder)),
  ])) {
    const base = joinPath(candidate, path);
    if (moduleAt(base, project) !== undefined || project.hasDirectory(base)) return base;
  }
  return elsewhere(parts, from, project);
}

/** The folder that holds the outermost package the file is in. */
function packageRoot(directory: string, project: ProjectView): string {
  return ancestorsOf(directory).find((one) => !project.hasFile(joinPath(one, '__init__.py'))) ?? '';
}

/** A package of another project in the workspace: its outermost folder must be one that holds packages. */
function elsewhere(parts: readonly string[], from: string, project: ProjectView): string | undefined {
  const tail = `/${parts.join('/')}`;
  const last = parts.at(-1) ?? '';
  const modules = [`${last}.py`, `${last}.pyi`].flatMap((name) => project.filesNamed(name));
  const bases = [
    ...modules.map((path) => path.replace(/\.pyi?$/, '')),
    ...project.filesNamed('__init__.py').map(directoryOf),
  ].filter((base) => {
    if (!`/${base}`.endsWith(tail)) return false;
    const root = base.slice(0, Math.max(0, base.length - tail.length));
    return !project.hasFile(joinPath(root, '__init__.py'));
  });
  return nearest(bases, from);
}

function moduleAt(base: string, project: ProjectView): string | undefined {
  const candidates = [
    `${base}.py`,
    joinPath(base, '__init__.py'),
    `${base}.pyi`,
    joinPath(base, '__init__.pyi'),
  ];
  return candidates.find((path) => project.hasFile(path));
}

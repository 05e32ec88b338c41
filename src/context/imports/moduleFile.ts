import { joinPath } from '../index/indexPaths';
import type { ProjectView } from './projectView';

const EXTENSIONS = [
  '.ts',
  '.tsx',
  '.d.ts',
  '.mts',
  '.cts',
  '.js',
  '.jsx',
  '.mjs',
  '.cjs',
  '.vue',
  '.svelte',
  '.d.mts',
  '.d.cts',
];
/** Which sources a compiled file's extension may stand for in an import. */
const SOURCES: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx', '.d.ts', '.jsx'],
  '.jsx': ['.tsx', '.d.ts'],
  '.mjs': ['.mts', '.d.mts'],
  '.cjs': ['.cts', '.d.cts'],
};

/** The file that the extension-less, compiled or folder path of an import means. */
export function moduleFile(path: string | undefined, project: ProjectView): string | undefined {
  if (path === undefined) return undefined;
  return (
    exactFile(path, project) ??
    EXTENSIONS.map((end) => path + end).find((one) => project.hasFile(one)) ??
    indexFile(path, project)
  );
}

function exactFile(path: string, project: ProjectView): string | undefined {
  const extension = /\.[cm]?jsx?$/.exec(path)?.[0];
  const stem = extension === undefined ? path : path.slice(0, -extension.length);
  const source = (SOURCES[extension ?? ''] ?? [])
    .map((end) => stem + end)
    .find((one) => project.hasFile(one));
  // A declaration beside its JavaScript says less than the code itself only to a compiler.
  return source ?? (project.hasFile(path) ? path : undefined);
}

function indexFile(path: string, project: ProjectView): string | undefined {
  if (!project.hasDirectory(path)) return undefined;
  return EXTENSIONS.map((end) => joinPath(path, `index${end}`)).find((one) => project.hasFile(one));
}

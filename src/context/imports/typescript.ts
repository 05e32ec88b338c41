import { baseName, directoryOf, joinPath, normalizePath } from '../index/indexPaths';
import { ancestorsOf } from './ancestors';
import { asObject, asStrings, parseJsonWithComments } from './json';
import { resolveWorkspacePackage } from './nodePackages';
import type { ProjectView, ResolveImport } from './projectView';
import { moduleFile } from './moduleFile';

/** TypeScript and JavaScript: relative paths, tsconfig's `paths` and `baseUrl`, packages of the workspace. */
export const resolveTypescript: ResolveImport = (file, { specifier }, project) => {
  const directory = directoryOf(file.path);
  const clean = specifier.replace(/[?#].*$/, '') || specifier;
  if (/^\.{1,2}(\/|$)/.test(clean)) {
    const module = moduleFile(normalizePath(`${directory}/${clean}`), project);
    return found(/\.[cm]?jsx?$/.test(file.path) ? codeOf(module, project) : module);
  }
  return found(
    byTsconfig(clean, directory, project) ??
      resolveWorkspacePackage(specifier, file.path, project) ??
      bySourceAlias(clean, directory, project),
  );
};

const found = (path: string | undefined): string[] => (path === undefined ? [] : [path]);

/** JavaScript imports JavaScript: a declaration file beside it only describes it. */
function codeOf(path: string | undefined, project: ProjectView): string | undefined {
  const code = path?.replace(/\.d\.([cm]?)ts$/, '.$1js');
  return code !== undefined && project.hasFile(code) ? code : path;
}

interface PathMapping {
  /** Index path that the targets are relative to. */
  readonly base: string;
  readonly baseUrl: string | undefined;
  readonly paths: readonly (readonly [string, readonly string[]])[];
}

const TSCONFIGS = ['tsconfig.json', 'jsconfig.json', 'tsconfig.app.json', 'tsconfig.base.json'];
// `extends` chains are short; a longer one is a loop.
const LONGEST_EXTENDS = 8;

function byTsconfig(specifier: string, directory: string, project: ProjectView): string | undefined {
  for (const ancestor of ancestorsOf(directory)) {
    const configs = TSCONFIGS.map((name) => joinPath(ancestor, name));
    for (const config of configs) {
      const mapping = mappingOf(config, project, LONGEST_EXTENDS);
      const path = mapping && mapped(specifier, mapping, project);
      if (path !== undefined) return path;
    }
  }
  return undefined;
}

function mappingOf(config: string, project: ProjectView, depth: number): PathMapping | undefined {
  const json = project.config(config, parseJsonWithComments);
  if (json === undefined || depth === 0) return undefined;
  const options = asObject(asObject(json).compilerOptions);
  const directory = directoryOf(config);
  const inherited = asStrings(asObject(json).extends)
    .map((parent) => mappingOf(extendedConfig(parent, directory), project, depth - 1))
    .find((parent) => parent !== undefined);
  const baseUrl =
    typeof options.baseUrl === 'string'
      ? normalizePath(joinPath(directory, options.baseUrl))
      : inherited?.baseUrl;
  if (options.paths === undefined)
    return inherited ? { ...inherited, baseUrl } : { base: directory, baseUrl, paths: [] };
  const paths = Object.entries(asObject(options.paths)).map(([from, to]) => [from, asStrings(to)] as const);
  return { base: baseUrl ?? directory, baseUrl, paths };
}

function extendedConfig(parent: string, directory: string): string {
  const path = normalizePath(`${directory}/${parent}`) ?? parent;
  return path.endsWith('.json') ? path : `${path}.json`;
}

function mapped(
  specifier: string,
  { base, baseUrl, paths }: PathMapping,
  project: ProjectView,
): string | undefined {
  // The pattern with the longest part before its star wins.
  const byLength = [...paths].sort(([a], [b]) => starAt(b) - starAt(a));
  for (const [pattern, targets] of byLength) {
    const star = starMatch(specifier, pattern);
    if (star === undefined) continue;
    for (const target of targets) {
      const path = moduleFile(normalizePath(`${base}/${target.replace('*', star)}`), project);
      if (path !== undefined) return path;
    }
  }
  return baseUrl === undefined ? undefined : moduleFile(normalizePath(`${baseUrl}/${specifier}`), project);
}

function starAt(pattern: string): number {
  const at = pattern.indexOf('*');
  return at === -1 ? pattern.length : at;
}

/** What the star of `pattern` stands for; empty for an exact match. */
export function starMatch(specifier: string, pattern: string): string | undefined {
  const [before = '', after] = pattern.split('*');
  if (after === undefined) return specifier === pattern ? '' : undefined;
  const fits =
    specifier.length >= before.length + after.length &&
    specifier.startsWith(before) &&
    specifier.endsWith(after);
  return fits ? specifier.slice(before.length, specifier.length - after.length) : undefined;
}

/** `@/x` and `~/x` mean the source folder in most bundlers' templates, with nothing said in a file we read. */
function bySourceAlias(specifier: string, directory: string, project: ProjectView): string | undefined {
  const rest = /^[@~]\/(.+)$/.exec(specifier)?.[1];
  if (rest === undefined) return undefined;
  for (const ancestor of ancestorsOf(directory)) {
    const isSource = baseName(ancestor) === 'src' || baseName(ancestor) === 'app';
    if (!isSource && !project.hasFile(joinPath(ancestor, 'package.json'))) continue;
    const path =
      moduleFile(joinPath(ancestor, rest), project) ?? moduleFile(joinPath(ancestor, `src/${rest}`), project);
    if (path !== undefined) return path;
  }
  return undefined;
}

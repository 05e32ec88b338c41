import { directoryOf, joinPath, normalizePath } from '../index/indexPaths';
import { ancestorsOf } from './ancestors';
import { asObject, parseJson, type JsonObject } from './json';
import { moduleFile } from './moduleFile';
import type { ProjectView } from './projectView';

// In the order in which they most likely lead to source code.
const CONDITIONS = [
  'source',
  'development',
  'types',
  'import',
  'module',
  'node',
  'require',
  'default',
  'browser',
];
const ENTRY_FIELDS = ['source', 'types', 'typings', 'module', 'main'];
const OUTPUT_FOLDER = /^(dist|lib|build|out|es|esm|cjs|types)\//;
const SOURCE_FOLDERS = ['src/', 'lib/', 'source/', ''];

/** `name/sub` of a package in the workspace, and `#name` of a package's own `imports`. */
export function resolveWorkspacePackage(
  specifier: string,
  from: string,
  project: ProjectView,
): string | undefined {
  if (specifier.startsWith('#')) return byOwnImports(specifier, from, project);
  const name = /^(@[^/]+\/[^/]+|[^@./][^/]*)/.exec(specifier)?.[1];
  if (name === undefined) return undefined;
  const manifest = project
    .configsNamed('package.json')
    .find((path) => asObject(project.config(path, parseJson)).name === name);
  return manifest === undefined
    ? undefined
    : inPackage(manifest, `.${specifier.slice(name.length)}`, project);
}

function byOwnImports(specifier: string, from: string, project: ProjectView): string | undefined {
  for (const directory of ancestorsOf(directoryOf(from))) {
    const manifest = project.config(joinPath(directory, 'package.json'), parseJson);
    if (manifest === undefined) continue;
    const target = subpathTarget(asObject(manifest).imports, specifier);
    return target === undefined ? undefined : sourceFile(directory, target, project);
  }
  return undefined;
}

function inPackage(manifestPath: string, subpath: string, project: ProjectView): string | undefined {
  const directory = directoryOf(manifestPath);
  const manifest = asObject(project.config(manifestPath, parseJson));
  const exported = subpathTarget(manifest.exports, subpath);
  const targets = [
    exported,
    ...(subpath === '.' ? entryFields(manifest) : [subpath]),
    subpath === '.' ? './index' : undefined,
  ];
  for (const target of targets) {
    const path = target === undefined ? undefined : sourceFile(directory, target, project);
    if (path !== undefined) return path;
  }
  return undefined;
}

function entryFields(manifest: JsonObject): string[] {
  return ENTRY_FIELDS.map((field) => manifest[field]).filter((value) => typeof value === 'string');
}

/** What `exports` or `imports` say of a subpath. */
function subpathTarget(table: unknown, subpath: string): string | undefined {
  if (typeof table === 'string') return subpath === '.' ? table : undefined;
  const entries = Object.entries(asObject(table));
  if (entries.length === 0) return undefined;
  const hasSubpaths = entries.some(([key]) => key.startsWith('.') || key.startsWith('#'));
  if (!hasSubpaths) return subpath === '.' ? byCondition(table) : undefined;
  for (const [key, value] of entries) {
    const [before = '', after] = key.split('*');
    if (after === undefined ? key !== subpath : !(subpath.startsWith(before) && subpath.endsWith(after)))
      continue;
    const star = after === undefined ? '' : subpath.slice(before.length, subpath.length - after.length);
    return byCondition(value)?.replaceAll('*', star);
  }
  return undefined;
}

function byCondition(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(byCondition).find((one) => one !== undefined);
  const table = asObject(value);
  for (const condition of CONDITIONS) {
    const target = condition in table ? byCondition(table[condition]) : undefined;
    if (target !== undefined) return target;
  }
  return undefined;
}

/** The file itself, or the source it is compiled from: `dist/a.js` → `src/a.ts`. */
function sourceFile(directory: string, target: string, project: ProjectView): string | undefined {
  const relative = target.replace(/^\.\//, '');
  const resolve = (path: string): string | undefined =>
    moduleFile(normalizePath(joinPath(directory, path)), project);
  const rest = relative.replace(OUTPUT_FOLDER, '');
  const stem = rest.replace(/(\.d)?\.[cm]?[jt]sx?$/, '');
  const sources = rest === relative ? [`src/${stem}`] : SOURCE_FOLDERS.map((folder) => folder + stem);
  return resolve(relative) ?? sources.map(resolve).find((path) => path !== undefined);
}

import { baseName, directoryOf, joinPath, normalizePath } from '../index/indexPaths';
import { ancestorsOf } from './ancestors';
import type { ProjectView, ResolveImport } from './projectView';

/** `mod`, `use crate::`, `self::`, `super::`, and crates of the workspace by name. */
export const resolveRust: ResolveImport = (file, { specifier, names }, project) => {
  const module = moduleOf(file.path, project);
  if (specifier.startsWith('mod ')) return found(childModule(module, specifier.slice(4), project)?.file);
  const base = startOf(specifier, module, project);
  if (!base) return [];
  const target = descend(base.module, base.rest, project);
  const submodules = names
    .map(({ name }) => childModule(target, name, project)?.file)
    .filter((path) => path !== undefined);
  return [...new Set([target.file, ...submodules])].filter((path) => path !== '');
};

const found = (path: string | undefined): string[] => (path === undefined ? [] : [path]);

interface Module {
  readonly file: string;
  /** Where the files of its child modules lie. */
  readonly directory: string;
}

/** Index path of the folder with the Cargo.toml a file belongs to. */
export function crateDirectory(path: string, project: ProjectView): string | undefined {
  return ancestorsOf(directoryOf(path)).find(
    (directory) => crateName(joinPath(directory, 'Cargo.toml'), project) !== undefined,
  );
}

function crateName(manifest: string, project: ProjectView): string | undefined {
  return project.config(manifest, parseManifest)?.name;
}

interface Manifest {
  /** As code names it. */
  readonly name: string | undefined;
  readonly libraryPath: string | undefined;
}

function parseManifest(text: string): Manifest {
  const field = (section: string, key: string): string | undefined =>
    new RegExp(`^\\s*\\[${section}\\][^[]*?^\\s*${key}\\s*=\\s*"([^"]+)"`, 'ms').exec(text)?.[1];
  return { name: field('package', 'name')?.replaceAll('-', '_'), libraryPath: field('lib', 'path') };
}

function crateRoot(directory: string, project: ProjectView): Module | undefined {
  const declared = project.config(joinPath(directory, 'Cargo.toml'), parseManifest)?.libraryPath;
  const candidates = [...(declared === undefined ? [] : [declared]), 'src/lib.rs', 'src/main.rs'];
  const file = candidates.map((path) => joinPath(directory, path)).find((path) => project.hasFile(path));
  return file === undefined ? undefined : { file, directory: directoryOf(file) };
}

function moduleOf(path: string, project: ProjectView): Module {
  const name = baseName(path);
  const isRoot = /^(mod|lib|main)\.rs$/.test(name) || isTargetRoot(path, project);
  return { file: path, directory: isRoot ? directoryOf(path) : path.replace(/\.rs$/, '') };
}

/** Tests, examples, benches and binaries are crates of their own. */
function isTargetRoot(path: string, project: ProjectView): boolean {
  const crate = crateDirectory(path, project);
  if (crate === undefined) return false;
  const relative = crate === '' ? path : path.slice(crate.length + 1);
  return /^(tests|examples|benches|src\/bin)\/[^/]+\.rs$/.test(relative);
}

interface Start {
  readonly module: Module;
  readonly rest: readonly string[];
}

function startOf(specifier: string, module: Module, project: ProjectView): Start | undefined {
  const segments = specifier.split('::').filter((segment) => segment !== '');
  const [first = '', ...rest] = segments;
  if (first === 'self') return { module, rest };
  if (first === 'super') return aboveModule(module, segments, project);
  const ownCrate = crateDirectory(module.file, project);
  const ownRoot = ownCrate === undefined ? undefined : crateRoot(ownCrate, project);
  if (first === 'crate') return ownRoot && { module: ownRoot, rest };
  const child = childModule(module, first, project) ?? (ownRoot && childModule(ownRoot, first, project));
  if (child) return { module: child, rest };
  const manifest = project.configsNamed('Cargo.toml').find((path) => crateName(path, project) === first);
  const root = manifest === undefined ? undefined : crateRoot(directoryOf(manifest), project);
  return root && { module: root, rest };
}

function aboveModule(module: Module, segments: readonly string[], project: ProjectView): Start {
  let current = module;
  let used = 0;
  while (segments[used] === 'super') {
    current = parentModule(current, project);
    used += 1;
  }
  return { module: current, rest: segments.slice(used) };
}

function parentModule(module: Module, project: ProjectView): Module {
  const directory =
    baseName(module.file) === 'mod.rs' ? directoryOf(module.directory) : directoryOf(module.file);
  const candidates = [
    `${directory}.rs`,
    ...['mod.rs', 'lib.rs', 'main.rs'].map((name) => joinPath(directory, name)),
  ];
  return { file: candidates.find((path) => project.hasFile(path)) ?? '', directory };
}

/** As far as the segments are modules with files of their own; the rest are inline modules and types. */
function descend(start: Module, segments: readonly string[], project: ProjectView): Module {
  let current = start;
  for (const segment of segments) {
    const child = childModule(current, segment, project);
    if (!child) break;
    current = child;
  }
  return current;
}

function childModule(module: Module, name: string, project: ProjectView): Module | undefined {
  const directory = normalizePath(joinPath(module.directory, name)) ?? '';
  const file = [`${directory}.rs`, joinPath(directory, 'mod.rs')].find((path) => project.hasFile(path));
  return file === undefined ? undefined : { file, directory };
}

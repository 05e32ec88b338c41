import { baseName, stemOf } from '../index/indexPaths';
import type { Definition, ImportedName, ResolvedImport } from '../index/repositoryIndex';

/** What name resolution asks of the index. */
export interface NameSources {
  readonly language: (path: string) => string;
  /** Definitions of the name in the file. */
  readonly definitionsIn: (path: string, name: string) => readonly Definition[];
  /** Those of them that can be imported: no members of types. */
  readonly topLevelIn: (path: string, name: string) => readonly Definition[];
  readonly importsOf: (path: string) => readonly ResolvedImport[];
  readonly packageSiblings: (path: string) => readonly string[];
}

// Longer chains of re-exports, includes and base classes are not followed: what lies behind them is far away.
const LONGEST_CHAIN = 6;
// A header that includes the world: beyond this many files a name's origin costs more than it is worth.
const MOST_FILES_VISITED = 300;
const EVERYTHING = '*';
/** Languages that import nested types and static members, or take members of an exported value apart. */
const IMPORTS_MEMBERS = new Set(['java', 'csharp', 'javascript', 'typescript', 'tsx']);

/** Finds what a name means in a file by following imports, re-exports, packages and base types. */
export class NameResolution {
  constructor(private readonly sources: NameSources) {}

  resolve(path: string, name: string, qualifier?: string): readonly Definition[] {
    return qualifier === undefined ? this.unqualified(path, name) : this.qualified(path, name, qualifier);
  }

  private unqualified(path: string, name: string): readonly Definition[] {
    const { topLevelIn, packageSiblings } = this.sources;
    const own = topLevelIn(path, name);
    if (own.length > 0) return own;
    const imported = this.fromImports(path, name, newSearch());
    if (imported.length > 0) return imported;
    return packageSiblings(path).flatMap((sibling) => topLevelIn(sibling, name));
  }

  private qualified(path: string, name: string, qualifier: string): readonly Definition[] {
    const inModule = this.fromModule(path, name, qualifier);
    if (inModule.length > 0) return inModule;
    const types = this.unqualified(path, qualifier);
    const inType = firstOf(types, (type) => this.memberOf(type, name, LONGEST_CHAIN));
    if (inType.length > 0) return inType;
    const modules = modulesNamed(qualifier, this.sources.packageSiblings(path));
    return firstOf(modules, (module) => this.sources.topLevelIn(module, name));
  }

  /** What the file gives to others under the name, its own or handed on. */
  private exportedFrom(path: string, name: string, search: Search): readonly Definition[] {
    const place = `${path}\n${name}`;
    if (search.visited.has(place) || search.visited.size >= MOST_FILES_VISITED) return [];
    search.visited.add(place);
    const own = this.sources.topLevelIn(path, name);
    if (own.length > 0 || search.depth >= LONGEST_CHAIN) return own;
    const deeper = { ...search, depth: search.depth + 1 };
    return firstOf(this.sources.importsOf(path), (imported) =>
      handsOn(imported, this.sources.language(path))
        ? this.throughImport(path, imported, { name, search: deeper })
        : [],
    );
  }

  private throughImport(
    path: string,
    imported: ResolvedImport,
    { name, search }: Wanted,
  ): readonly Definition[] {
    const match = matching(imported, name);
    if (!match) return [];
    const original = match.name === EVERYTHING ? name : match.name;
    if (imported.specifier !== '') {
      return firstOf(imported.targets, (target) => this.exportedFrom(target, original, search));
    }
    const own = this.sources.topLevelIn(path, original);
    return own.length > 0 ? own : this.fromImports(path, original, search);
  }

  /** What an unqualified name means by the file's imports. */
  private fromImports(path: string, name: string, search: Search): readonly Definition[] {
    return firstOf(this.sources.importsOf(path), (imported) => {
      const match = imported.specifier === '' ? undefined : matching(imported, name);
      if (!match) return [];
      const isWhole = match.name === EVERYTHING && match.local !== EVERYTHING;
      const original = isWhole ? 'default' : match.name === EVERYTHING ? name : match.name;
      const exported = firstOf(imported.targets, (target) => this.exportedFrom(target, original, search));
      if (exported.length > 0 || !IMPORTS_MEMBERS.has(this.sources.language(path))) return exported;
      return firstOf(imported.targets, (target) => this.sources.definitionsIn(target, original));
    });
  }

  /** `qualifier.name` where the qualifier is a module, imported here or handed on by what is imported. */
  private fromModule(path: string, name: string, qualifier: string): readonly Definition[] {
    return firstOf(this.sources.importsOf(path), (imported) => {
      const match = imported.names.find(
        ({ local }) => local === qualifier || local.endsWith(`.${qualifier}`),
      );
      if (!match) return [];
      if (match.name === EVERYTHING) {
        return firstOf(imported.targets, (target) => this.exportedFrom(target, name, newSearch()));
      }
      const modules = modulesNamed(match.name, imported.targets);
      const inModule = firstOf(modules, (module) => this.exportedFrom(module, name, newSearch()));
      if (inModule.length > 0) return inModule;
      return firstOf(imported.targets, (target) => this.handedOnModule(target, match.name, name));
    });
  }

  /** `export * as ns from`, `from . import module as ns`: a module that another one gives a name. */
  private handedOnModule(path: string, module: string, name: string): readonly Definition[] {
    const { importsOf, language } = this.sources;
    return firstOf(importsOf(path), (imported) => {
      const match = imported.names.find(({ local }) => local === module);
      if (!match || !handsOn(imported, language(path))) return [];
      const targets =
        match.name === EVERYTHING ? imported.targets : modulesNamed(match.name, imported.targets);
      return firstOf(targets, (target) => this.exportedFrom(target, name, newSearch()));
    });
  }

  /** `qualifier.name` where the qualifier is a type: its member, or that of a type it extends. */
  private memberOf(type: Definition, name: string, depth: number): readonly Definition[] {
    const { definitionsIn, packageSiblings } = this.sources;
    const membersIn = (path: string): readonly Definition[] =>
      definitionsIn(path, name).filter(({ container }) => lastPart(container) === type.name);
    const own = membersIn(type.path);
    const found = own.length > 0 ? own : firstOf(packageSiblings(type.path), membersIn);
    if (found.length > 0 || depth === 0) return found;
    return firstOf(type.supertypes, (supertype) =>
      firstOf(this.unqualified(type.path, supertype), (base) => this.memberOf(base, name, depth - 1)),
    );
  }
}

/** One question's way through the files. */
interface Search {
  readonly visited: Set<string>;
  readonly depth: number;
}

function newSearch(): Search {
  return { visited: new Set(), depth: 0 };
}

interface Wanted {
  readonly name: string;
  readonly search: Search;
}

/** Whether others see what the file imports. */
function handsOn(imported: ResolvedImport, language: string): boolean {
  if (imported.kind === 'reexport' || language === 'python') return true;
  return imported.kind === 'all' && (language === 'cpp' || language === 'ruby' || language === 'bash');
}

function matching(imported: ResolvedImport, name: string): ImportedName | undefined {
  return (
    imported.names.find(({ local }) => local === name) ??
    imported.names.find(({ local }) => local === EVERYTHING)
  );
}

/** Files that are the module of this name: `name.py`, `name/__init__.py`, `name/mod.rs`. */
function modulesNamed(name: string, paths: readonly string[]): string[] {
  return paths.filter((path) => {
    const stem = stemOf(path);
    return (
      stem === name ||
      (/^(__init__|mod|index)$/.test(stem) && baseName(path.slice(0, path.lastIndexOf('/'))) === name)
    );
  });
}

function lastPart(container: string | undefined): string | undefined {
  return container?.slice(container.lastIndexOf('.') + 1);
}

function firstOf<T>(items: readonly T[], find: (item: T) => readonly Definition[]): readonly Definition[] {
  for (const item of items) {
    const found = find(item);
    if (found.length > 0) return found;
  }
  return [];
}

import { resolveImport } from '../imports/importResolver';
import { NameResolution } from '../imports/nameResolution';
import { packageSiblings } from '../imports/packageSiblings';
import type { ProjectView } from '../imports/projectView';
import type { FileRecord, FileTable } from './fileTable';
import { pathSegments } from './importSegments';
import type { KnownPaths } from './knownPaths';
import type { IndexQueries, ResolvedImport } from './repositoryIndex';

type Answers = Pick<
  IndexQueries,
  | 'file'
  | 'files'
  | 'filesIn'
  | 'definitionsIn'
  | 'definitionsOf'
  | 'definitionCount'
  | 'subtypesOf'
  | 'filesUsing'
  | 'useCount'
  | 'importsOf'
  | 'importersOf'
  | 'packageSiblings'
  | 'resolve'
  | 'names'
>;

// Files that may import a path, by one word of it: more than this many share a word that says nothing ("index").
const MOST_IMPORTERS_ASKED = 1_500;
/** Languages whose imports name a package: what it holds changes with every file that is indexed. */
const PACKAGE_LANGUAGES = new Set(['java', 'csharp', 'php']);

/** Answers from what is indexed and crawled so far. */
export function createIndexQueries(table: FileTable, known: KnownPaths, generation: () => number): Answers {
  const project = projectView(table, known);
  const resolvedImports = createImportCache({ table, project, known, generation });
  const importsOf = (path: string): readonly ResolvedImport[] => {
    const record = table.get(path);
    return record ? resolvedImports(record) : [];
  };
  const siblings = (path: string): readonly string[] => {
    const record = table.get(path);
    return record ? packageSiblings(record, project) : [];
  };
  const names = new NameResolution({
    language: (path) => table.get(path)?.language ?? '',
    definitionsIn: (path, name) => table.definitionsOfIn(name, path),
    topLevelIn: (path, name) => table.topLevelIn(path, name),
    importsOf,
    packageSiblings: siblings,
  });
  return {
    get names() {
      return table.names;
    },
    file: (path) => table.get(path),
    files: () => table.all(),
    filesIn: (directory) => known.filesIn(directory).filter((path) => table.get(path) !== undefined),
    definitionsIn: (path) => table.definitionsIn(path),
    definitionsOf: (name) => table.definitionsOf(name),
    definitionCount: (name) => table.definerCount(name),
    subtypesOf: (supertype) => table.subtypesOf(supertype),
    filesUsing: (name) => table.filesUsing(name),
    useCount: (name) => table.userCount(name),
    importsOf,
    importersOf: (path) => {
      const asked = new Set(pathSegments(path).flatMap((segment) => table.filesImportingSegment(segment)));
      asked.delete(path);
      return [...asked]
        .slice(0, MOST_IMPORTERS_ASKED)
        .filter((other) => importsOf(other).some(({ targets }) => targets.includes(path)));
    },
    packageSiblings: siblings,
    resolve: (path, name, qualifier) => names.resolve(path, name, qualifier),
  };
}

function projectView(table: FileTable, known: KnownPaths): ProjectView {
  return {
    hasFile: (path) => known.hasFile(path),
    hasDirectory: (path) => known.hasDirectory(path),
    filesIn: (directory) => known.filesIn(directory),
    directoriesIn: (directory) => known.directoriesIn(directory),
    filesNamed: (name) => known.filesNamed(name),
    filesOfPackage: (name) => table.filesOfPackage(name),
    config: (path, parse) => known.config(path, parse),
    configsNamed: (name) => known.configsNamed(name),
  };
}

interface CachedImports {
  readonly generation: number;
  readonly resolved: readonly ResolvedImport[];
}

interface ImportSources {
  readonly table: FileTable;
  readonly project: ProjectView;
  readonly known: KnownPaths;
  readonly generation: () => number;
}

/** Resolves a file's imports once per state of what they may lead to. */
function createImportCache({
  table,
  project,
  known,
  generation,
}: ImportSources): (record: FileRecord) => readonly ResolvedImport[] {
  const cache = new WeakMap<FileRecord, CachedImports>();
  return (record) => {
    const now = PACKAGE_LANGUAGES.has(record.language) ? generation() : known.generation;
    const cached = cache.get(record);
    if (cached?.generation === now) return cached.resolved;
    const resolved = table.importsIn(record).map((parsed) => ({
      ...parsed,
      targets: resolveImport(record, parsed, project),
    }));
    cache.set(record, { generation: now, resolved });
    return resolved;
  };
}

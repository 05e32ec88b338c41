import type { Event } from '../../common/emitter';
import type { NameTable } from './nameTable';

/** The languages the index reads with a grammar; every other one is read by text heuristics. */
export type GrammarLanguage =
  | 'typescript'
  | 'tsx'
  | 'javascript'
  | 'python'
  | 'go'
  | 'rust'
  | 'java'
  | 'cpp'
  | 'csharp'
  | 'php'
  | 'ruby'
  | 'bash';

/** A grammar's language, or the lower-case file extension of a file of any other language ("kt", "swift"). */
export type SourceLanguage = GrammarLanguage | (string & {});

export type DefinitionKind =
  | 'function'
  | 'method'
  | 'constructor'
  | 'field'
  | 'class'
  | 'interface'
  | 'enum'
  | 'enumMember'
  | 'type'
  | 'constant'
  | 'variable'
  | 'macro'
  | 'module'
  /** A Rust `impl` block, named after its type. Found by `definitionsIn` and `subtypesOf`, never by `definitionsOf`. */
  | 'implementation';

/** One name that a file gives a meaning to. Lines are 1-based and inclusive. */
export interface Definition {
  readonly name: string;
  readonly kind: DefinitionKind;
  /** The index path of the file it stands in. */
  readonly path: string;
  /** First line of the definition itself: decorators and `export` belong to it, the doc comment does not. */
  readonly startLine: number;
  readonly endLine: number;
  /** The line that holds the name: the one "definition recall" asks for. */
  readonly nameLine: number;
  /** Last line of the signature or header; equals `endLine` where there is no body. */
  readonly signatureEndLine: number;
  /** First line of the doc comment; equals `startLine` where there is none. */
  readonly docStartLine: number;
  /** The type or module it is a member of, dotted from the outermost one ("Outer.Inner"). */
  readonly container?: string;
  /** Names of what it extends, implements or is an implementation of, as written, without type arguments. */
  readonly supertypes: readonly string[];
  /** Whether other files can name it, by the language's own rule. */
  readonly exported: boolean;
}

/** What the index knows of one file without reading it again. */
export interface IndexedFile {
  /** Relative to its workspace folder with `/`; begins with the folder's name where the workspace has several. */
  readonly path: string;
  readonly language: SourceLanguage;
  readonly lineCount: number;
  readonly sizeBytes: number;
  /** Milliseconds since 1970; that of the last edit for an unsaved buffer. */
  readonly modifiedMs: number;
  /** 32-bit hash of the text. */
  readonly textHash: number;
  /** Distinct identifiers that occur in the code (not in comments), as ids of `RepositoryIndex.names`, ascending. */
  readonly identifiers: Uint32Array;
  /** Go and Java: package; C# and PHP: namespace; Rust: crate. Empty elsewhere. */
  readonly packageName: string;
  /** Written by a tool: its definitions count, but it is no example of how the code here is written. */
  readonly generated: boolean;
}

/** One name an import brings in. */
export interface ImportedName {
  /** As the exporting file calls it: `default` for a default import, `*` for everything. */
  readonly name: string;
  /** As the importing file calls it. */
  readonly local: string;
}

/**
 * What an import is for: `names` binds names of another file; `namespace` binds the module itself, whose members are
 * reached through `local`; `all` makes every exported name visible (`#include`, `from x import *`, `require`);
 * `reexport` hands names on.
 */
export type ImportKind = 'names' | 'namespace' | 'all' | 'reexport';

export interface ResolvedImport {
  /** As written in the source. */
  readonly specifier: string;
  readonly kind: ImportKind;
  /** 1-based lines of the import. */
  readonly startLine: number;
  readonly endLine: number;
  readonly names: readonly ImportedName[];
  /** Index paths of the files it means: none for a package outside the workspace, several for a Go or Java package. */
  readonly targets: readonly string[];
}

export interface IndexProgress {
  readonly phase: 'idle' | 'crawling' | 'indexing' | 'ready';
  readonly filesFound: number;
  readonly filesIndexed: number;
  readonly bytesIndexed: number;
}

/** What the rest of the context engine asks. All answers are of the moment: the index grows and changes meanwhile. */
export interface IndexQueries {
  readonly progress: IndexProgress;
  readonly onProgress: Event<IndexProgress>;
  /** Grows by one with every change of what the queries below may answer. */
  readonly generation: number;
  readonly names: NameTable;

  file(path: string): IndexedFile | undefined;
  files(): Iterable<IndexedFile>;
  /** Index paths of the files that lie in a folder itself. */
  filesIn(directory: string): readonly string[];
  /** In order of lines, members included. Made anew on each call. */
  definitionsIn(path: string): readonly Definition[];
  /** All definitions of a name, members too, in any file; at most 500. */
  definitionsOf(name: string): readonly Definition[];
  /** How many definitions a name has, without making them. */
  definitionCount(name: string): number;
  /** Types that name `supertype` in their header, and Rust/Go implementations of it. */
  subtypesOf(supertype: string): readonly Definition[];
  /** Index paths of the files whose code holds the identifier; at most 2,000. */
  filesUsing(name: string): readonly string[];
  /** How many files' code holds the identifier, without listing them. */
  useCount(name: string): number;

  importsOf(path: string): readonly ResolvedImport[];
  /** Index paths of files that import this one, as far as they are indexed. */
  importersOf(path: string): readonly string[];
  /** Other files whose names this one sees without an import: same Go or Java package, C# namespace, Rust crate. */
  packageSiblings(path: string): readonly string[];
  /**
   * What `name` means in the file at `path`, by its imports and package alone (re-exports followed to the definition):
   * empty when they don't say. `qualifier` is the identifier before the dot: an imported module, class or package.
   */
  resolve(path: string, name: string, qualifier?: string): readonly Definition[];

  /** The unsaved text if there is one, else the file's, decoded; undefined when it is not indexed or is gone. */
  text(path: string): Promise<string | undefined>;
}

/** How the editor keeps the index up to date. None of these wait for the work they cause. */
export interface RepositoryIndex extends IndexQueries {
  /** Reads the saved index, crawls and indexes, the neighbours of `openPaths` first. Resolves when all is indexed. */
  start(openPaths: readonly string[], signal: AbortSignal): Promise<void>;
  /** Puts this file, its imports and their imports before everything else; resolves when they are indexed. */
  focus(path: string, signal: AbortSignal): Promise<void>;
  /** Resolves when no change is waiting to be indexed. */
  settled(): Promise<void>;
  /** The unsaved text of an open document: wins over the disk until dropped. Ignored files stay out. */
  updateBuffer(path: string, text: string, version: number): void;
  dropBuffer(path: string): void;
  /** Index paths of files or folders that were created, changed, deleted or renamed (both names); any number. */
  filesChanged(paths: readonly string[]): void;
  dispose(): void;
}

import type { ParsedImport } from '../parsing/parsedSource';

/** The workspace as import resolution sees it. Ignored files are not in it. */
export interface ProjectView {
  hasFile(path: string): boolean;
  hasDirectory(path: string): boolean;
  /** Index paths of the files directly in a folder. */
  filesIn(directory: string): readonly string[];
  directoriesIn(directory: string): readonly string[];
  /** Files of this name anywhere, as far as the workspace has been crawled. */
  filesNamed(baseName: string): readonly string[];
  /** Indexed files that say they belong to the package or namespace. */
  filesOfPackage(packageName: string): readonly string[];
  /**
   * What `parse` makes of a project file (`CONFIG_FILES`), once per text and function, which must be a named one;
   * undefined when the file isn't there or `parse` throws.
   */
  config<T>(path: string, parse: (text: string) => T): T | undefined;
  /** All project files of this name. */
  configsNamed(baseName: string): readonly string[];
}

export interface ImportingFile {
  readonly path: string;
  readonly language: string;
  readonly packageName: string;
}

/** Index paths of the files an import means; none for one outside the workspace. */
export type ResolveImport = (
  file: ImportingFile,
  parsed: ParsedImport,
  project: ProjectView,
) => readonly string[];

/** Files that say where imports lead. */
export const CONFIG_FILES: ReadonlySet<string> = new Set([
  'tsconfig.json',
  'jsconfig.json',
  'tsconfig.base.json',
  'tsconfig.app.json',
  'package.json',
  'go.mod',
  'Cargo.toml',
  'composer.json',
  'compile_commands.json',
]);

import { ignoreTexts, isForeign, withOuterRules } from './folderRules';
import { createIgnoreRules, type IgnoreRules } from './ignoreRules';
import { directoryOf, joinPath, type IndexPaths } from './indexPaths';
import type { WorkspaceFiles } from './workspaceFiles';

/** One folder of the workspace without what is ignored in it. */
export interface Listing {
  /** Index paths. */
  readonly files: readonly string[];
  readonly directories: readonly string[];
}

export interface ScanOptions {
  /** The globs of `files.exclude` that are on. */
  readonly excludeGlobs: readonly string[];
  /** False reads what .gitignore and its like leave out; for measuring only. */
  readonly useIgnoreFiles: boolean;
}

interface Scanned extends Listing {
  readonly rules: IgnoreRules;
}

/**
 * Lists the workspace's folders, each once. Links are not followed: what they point to in the workspace is found in its
 * own place, and what lies outside is nobody's business; so a loop of links is no danger either.
 */
export class DirectoryScanner {
  private readonly scans = new Map<string, Promise<Scanned | undefined>>();

  constructor(
    private readonly files: WorkspaceFiles,
    private readonly paths: IndexPaths,
    private readonly options: ScanOptions,
  ) {}

  /** Undefined for a folder that is not there, is ignored or lies in one that is. */
  list(directory: string): Promise<Listing | undefined> {
    return this.scan(directory);
  }

  /** Makes the next `list` read the folder again. */
  forget(directory: string): void {
    this.scans.delete(directory);
  }

  forgetAll(): void {
    this.scans.clear();
  }

  private scan(directory: string): Promise<Scanned | undefined> {
    const known = this.scans.get(directory);
    if (known) return known;
    const scanned = this.scanNow(directory);
    this.scans.set(directory, scanned);
    return scanned;
  }

  private async scanNow(directory: string): Promise<Scanned | undefined> {
    const { paths, options } = this;
    if (paths.folders.includes(directory)) {
      const rules = createIgnoreRules(directory, options.excludeGlobs);
      const root = paths.absolute(directory) ?? '';
      return this.read(
        directory,
        options.useIgnoreFiles ? await withOuterRules(rules, root, this.files) : rules,
      );
    }
    if (directory === '') return { files: [], directories: paths.folders, rules: createIgnoreRules('', []) };
    const parent = await this.scan(directoryOf(directory));
    if (!parent?.directories.includes(directory)) return undefined;
    return this.read(directory, parent.rules);
  }

  private async read(directory: string, outerRules: IgnoreRules): Promise<Scanned | undefined> {
    const absolute = this.paths.absolute(directory);
    const entries = absolute === undefined ? undefined : await this.files.list(absolute);
    if (absolute === undefined || !entries) return undefined;
    const names = entries.map(({ name }) => name);
    // Who opens such a folder as a workspace wants to work in it.
    if (isForeign(names) && !this.paths.folders.includes(directory)) return undefined;
    const texts = this.options.useIgnoreFiles ? await ignoreTexts(absolute, names, this.files) : [];
    const rules = outerRules.below(directory, texts);
    const named = (wanted: 'file' | 'directory'): string[] =>
      entries
        .filter(({ kind }) => kind === wanted)
        .map(({ name }) => joinPath(directory, name))
        .filter((path) => !rules.ignores(path, wanted === 'directory'));
    return { files: named('file'), directories: named('directory'), rules };
  }
}

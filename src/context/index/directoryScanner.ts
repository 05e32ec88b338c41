import { FOREIGN_FOLDER_MARKS, IGNORE_FILES, createIgnoreRules, type IgnoreRules } from './ignoreRules';
import { directoryOf, joinPath, type IndexPaths } from './indexPaths';
import { decodeText } from './decodeText';
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
      return this.read(
        directory,
        options.useIgnoreFiles ? await this.withOuterRules(directory, rules) : rules,
      );
    }
    if (directory === '') return { files: [], directories: paths.folders, rules: createIgnoreRules('', []) };
    const parent = await this.scan(directoryOf(directory));
    if (!parent?.directories.includes(directory)) return undefined;
    return this.read(directory, parent.rules);
  }

  /** The rules of the git repository that a workspace folder lies in: of the folders above it, and its own exclude file. */
  private async withOuterRules(directory: string, rules: IgnoreRules): Promise<IgnoreRules> {
    const root = this.paths.absolute(directory) ?? '';
    const parts = root.split('/');
    const found: (readonly [prefix: string, text: string])[] = [];
    for (let length = parts.length; length > 1 || (length === 1 && parts[0] !== ''); length -= 1) {
      const folder = parts.slice(0, length).join('/');
      const prefix = parts.slice(length).join('/');
      const outer = prefix === '' ? undefined : await this.readAbsolute(`${folder}/.gitignore`);
      if (outer !== undefined) found.push([prefix, outer]);
      const [git] = await this.files.stats([`${folder}/.git`]);
      if (!git) continue;
      const exclude = await this.readAbsolute(`${folder}/.git/info/exclude`);
      if (exclude !== undefined) found.push([prefix, exclude]);
      return found.reverse().reduce((all, [from, text]) => all.from(from, text), rules);
    }
    // Ignore files above a folder in no repository are none of its business.
    return rules;
  }

  private async read(directory: string, outerRules: IgnoreRules): Promise<Scanned | undefined> {
    const absolute = this.paths.absolute(directory);
    const entries = absolute === undefined ? undefined : await this.files.list(absolute);
    if (!entries || entries.some(({ name }) => FOREIGN_FOLDER_MARKS.has(name))) return undefined;
    const own = IGNORE_FILES.filter((file) => entries.some(({ name }) => name === file));
    const texts = await Promise.all(
      this.options.useIgnoreFiles ? own.map((file) => this.readText(joinPath(directory, file))) : [],
    );
    const rules = outerRules.below(
      directory,
      texts.filter((text) => text !== undefined),
    );
    const named = (wanted: 'file' | 'directory'): string[] =>
      entries
        .filter(({ kind }) => kind === wanted)
        .map(({ name }) => joinPath(directory, name))
        .filter((path) => !rules.ignores(path, wanted === 'directory'));
    return { files: named('file'), directories: named('directory'), rules };
  }

  private async readText(path: string): Promise<string | undefined> {
    const absolute = this.paths.absolute(path);
    return absolute === undefined ? undefined : this.readAbsolute(absolute);
  }

  private async readAbsolute(file: string): Promise<string | undefined> {
    const bytes = await this.files.read(file);
    return bytes && decodeText(bytes);
  }
}

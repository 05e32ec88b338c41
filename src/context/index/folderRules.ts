import { decodeText } from './decodeText';
import { FOREIGN_FOLDER_MARKS, IGNORE_FILES, createIgnoreRules, type IgnoreRules } from './ignoreRules';
import { joinPath } from './indexPaths';
import type { WorkspaceFiles } from './workspaceFiles';

/** What the rules need to know of the disk. */
export type RuleFiles = Pick<WorkspaceFiles, 'list' | 'read' | 'stats'>;

/** A workspace folder, and what the user keeps out of it. */
export interface RuledFolder {
  /** Absolute, with `/`, without one at the end. */
  readonly root: string;
  /** The globs of `files.exclude` that are on. */
  readonly excludeGlobs: readonly string[];
}

/** Whether the index would leave out a file at `path`, relative to the folder, for what ignore files and excludes say. */
export async function isIgnoredIn(folder: RuledFolder, path: string, files: RuleFiles): Promise<boolean> {
  const parts = path.split('/');
  let rules = await withOuterRules(createIgnoreRules('', folder.excludeGlobs), folder.root, files);
  for (let depth = 0; depth < parts.length; depth += 1) {
    const directory = parts.slice(0, depth).join('/');
    // As in git: what lies in an ignored folder can't be taken back by the folders below.
    if (directory !== '' && rules.ignores(directory, true)) return true;
    const absolute = joinPath(folder.root, directory);
    const names = ((await files.list(absolute)) ?? []).map(({ name }) => name);
    // Who opens such a folder as a workspace wants to work in it.
    if (directory !== '' && isForeign(names)) return true;
    rules = rules.below(directory, await ignoreTexts(absolute, names, files));
  }
  return rules.ignores(path, false);
}

/** True for a folder with these entries in it that is a cache or an installed environment. */
export function isForeign(names: readonly string[]): boolean {
  return names.some((name) => FOREIGN_FOLDER_MARKS.has(name));
}

/** The texts of a folder's ignore files, in the order in which they count. */
export async function ignoreTexts(
  absoluteDirectory: string,
  names: readonly string[],
  files: RuleFiles,
): Promise<readonly string[]> {
  const own = IGNORE_FILES.filter((file) => names.includes(file));
  const texts = await Promise.all(own.map((file) => readText(`${absoluteDirectory}/${file}`, files)));
  return texts.filter((text) => text !== undefined);
}

/** With those of the git repository that a workspace folder lies in: of the folders above it, and its own exclude file. */
export async function withOuterRules(
  rules: IgnoreRules,
  root: string,
  files: RuleFiles,
): Promise<IgnoreRules> {
  const parts = root.split('/');
  const found: (readonly [prefix: string, text: string])[] = [];
  for (let length = parts.length; length > 1 || (length === 1 && parts[0] !== ''); length -= 1) {
    const folder = parts.slice(0, length).join('/');
    const prefix = parts.slice(length).join('/');
    const outer = prefix === '' ? undefined : await readText(`${folder}/.gitignore`, files);
    if (outer !== undefined) found.push([prefix, outer]);
    const [git] = await files.stats([`${folder}/.git`]);
    if (!git) continue;
    const exclude = await readText(`${folder}/.git/info/exclude`, files);
    if (exclude !== undefined) found.push([prefix, exclude]);
    return found.reverse().reduce((all, [from, text]) => all.from(from, text), rules);
  }
  // Ignore files above a folder in no repository are none of its business.
  return rules;
}

async function readText(file: string, files: RuleFiles): Promise<string | undefined> {
  const bytes = await files.read(file);
  return bytes && decodeText(bytes);
}

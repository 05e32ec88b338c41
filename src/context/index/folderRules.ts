import { decodeText } from './decodeText';
import { FOREIGN_FOLDER_MARKS, IGNORE_FILES, createIgnoreRules, type IgnoreRules } from './ignoreRules';
import { directoryOf, joinPath } from './indexPaths';
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
  const rules = await rulesIn(folder, directoryOf(path), files);
  return rules === undefined || rules.ignores(path, false);
}

/**
 * Paths of the files below a directory that the index would not leave out for these reasons, both relative to the folder;
 * at most so many, those of outer directories first. Links are not followed.
 */
export async function filesBelow(
  folder: RuledFolder,
  directory: string,
  files: RuleFiles,
  most: number,
): Promise<readonly string[]> {
  const rules = await rulesIn(folder, directory, files);
  const waiting = rules === undefined ? [] : [{ directory, rules }];
  const found: string[] = [];
  for (let next = waiting.shift(); next !== undefined && found.length < most; next = waiting.shift()) {
    const { directory: at, rules: own } = next;
    for (const { name, kind } of (await files.list(joinPath(folder.root, at))) ?? []) {
      const path = joinPath(at, name);
      if (kind === 'file' && !own.ignores(path, false)) found.push(path);
      if (kind !== 'directory' || own.ignores(path, true)) continue;
      const below = await rulesBelow(folder, path, own, files);
      if (below !== undefined) waiting.push({ directory: path, rules: below });
    }
  }
  return found.slice(0, most);
}

/** The rules for what lies in a directory; undefined where all of it is left out. */
async function rulesIn(
  folder: RuledFolder,
  directory: string,
  files: RuleFiles,
): Promise<IgnoreRules | undefined> {
  const outer = await withOuterRules(createIgnoreRules('', folder.excludeGlobs), folder.root, files);
  let rules = await rulesBelow(folder, '', outer, files);
  const parts = directory === '' ? [] : directory.split('/');
  for (let depth = 1; depth <= parts.length; depth += 1) {
    const path = parts.slice(0, depth).join('/');
    // As in git: what lies in an ignored folder can't be taken back by the folders below.
    if (rules === undefined || rules.ignores(path, true)) return undefined;
    rules = await rulesBelow(folder, path, rules, files);
  }
  return rules;
}

async function rulesBelow(
  folder: RuledFolder,
  directory: string,
  outer: IgnoreRules,
  files: RuleFiles,
): Promise<IgnoreRules | undefined> {
  const absolute = joinPath(folder.root, directory);
  const names = ((await files.list(absolute)) ?? []).map(({ name }) => name);
  // Who opens such a folder as a workspace wants to work in it.
  if (directory !== '' && isForeign(names)) return undefined;
  return outer.below(directory, await ignoreTexts(absolute, names, files));
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

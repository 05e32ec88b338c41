import { directoryOf } from '../index/indexPaths';
import type { Definition, IndexQueries } from '../index/repositoryIndex';

/** Paths of files that fit what was typed: its letters in their order, the nearer together and to the name the better. */
export function findPaths(index: IndexQueries, typed: string, most: number): readonly string[] {
  const ranked = [...index.files()].map(({ path }) => ({ path, rank: pathRank(path, typed.toLowerCase()) }));
  return ranked
    .filter(({ rank }) => rank !== undefined)
    .sort(
      (a, b) => (a.rank ?? 0) - (b.rank ?? 0) || a.path.length - b.path.length || (a.path < b.path ? -1 : 1),
    )
    .slice(0, most)
    .map(({ path }) => path);
}

/** Folders with files in them, however deep, whose paths hold what was typed: the shorter the better. */
export function findFolders(index: IndexQueries, typed: string, most: number): readonly string[] {
  const all = new Set<string>();
  for (const { path } of index.files()) {
    // Once a folder is known, so are those above it.
    for (let at = directoryOf(path); at !== '' && !all.has(at); at = directoryOf(at)) all.add(at);
  }
  const wanted = typed.toLowerCase();
  return [...all]
    .filter((path) => path.toLowerCase().includes(wanted))
    .sort((a, b) => a.length - b.length || (a < b ? -1 : 1))
    .slice(0, most);
}

/** Definitions whose names begin with, or else hold, what was typed. */
export function findSymbols(index: IndexQueries, typed: string, most: number): readonly Definition[] {
  const wanted = typed.toLowerCase();
  if (wanted === '') return [];
  const names: { readonly name: string; readonly rank: number }[] = [];
  for (let id = 0; id < index.names.size; id += 1) {
    const name = index.names.nameOf(id);
    const at = name.toLowerCase().indexOf(wanted);
    if (at >= 0 && index.definitionCount(name) > 0)
      names.push({ name, rank: at === 0 ? name.length : 1_000 + name.length });
  }
  return names
    .sort((a, b) => a.rank - b.rank || (a.name < b.name ? -1 : 1))
    .slice(0, most)
    .flatMap(({ name }) => index.definitionsOf(name))
    .slice(0, most);
}

/** Lower is better; undefined where it does not fit. */
function pathRank(path: string, typed: string): number | undefined {
  const lower = path.toLowerCase();
  const name = lower.slice(lower.lastIndexOf('/') + 1);
  if (name.startsWith(typed)) return 0;
  if (name.includes(typed)) return 1;
  if (lower.includes(typed)) return 2;
  let at = -1;
  for (const letter of typed) {
    at = lower.indexOf(letter, at + 1);
    if (at < 0) return undefined;
  }
  return 3;
}

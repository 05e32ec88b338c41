import type { IndexQueries } from '../index/repositoryIndex';

/** Chance that a stretch of code uses a name which every file of the repository uses. */
const EVERYWHERE_CHANCE = 0.15;

/** Chance that the text to be written uses a name, judged by how many files of the repository do. */
export function popularity(name: string, index: IndexQueries): number {
  return (EVERYWHERE_CHANCE * index.useCount(name)) / Math.max(index.progress.filesIndexed, 1);
}

/** What is left of the chance that one definition is meant, where several files define the name. */
export function unambiguity(name: string, index: IndexQueries): number {
  return 1 / Math.sqrt(Math.max(index.definitionCount(name), 1));
}

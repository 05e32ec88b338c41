import { throwIfAborted } from '../../common/abort';
import type { Definition, IndexQueries, IndexedFile } from '../index/repositoryIndex';
import { filePieces } from './filePieces';
import { withoutOverlaps } from './fuseRanks';
import type { RepositoryHit } from './repositoryHit';
import { searchTerms, stem, subwords, type SearchTerms } from './searchTerms';

/** Files whose texts are read for one question. */
const READ_FILES = 48;
/** BM25's usual constants. */
const K1 = 1.2;
const B = 0.75;
/** A name written as it is in the code says more than a word. */
const NAME_WEIGHT = 3;
/** Where something is defined says more than where it is used. */
const DEFINITION_WEIGHT = 2;
/** A word of the path counts like so many in the text. */
const PATH_WEIGHT = 2;

/**
 * Pieces of the repository by a question's names and words: files first, by the identifiers that the index knows, then
 * chunks of the best of them by BM25. Best first.
 */
export async function searchRepository(
  index: IndexQueries,
  question: string,
  mostHits: number,
  signal: AbortSignal,
): Promise<readonly RepositoryHit[]> {
  return withoutOverlaps(await rankByWords(index, question, signal), mostHits);
}

/** As `searchRepository`, with all pieces that share a word with the question; they may overlap. */
export async function rankByWords(
  index: IndexQueries,
  question: string,
  signal: AbortSignal,
): Promise<readonly RepositoryHit[]> {
  const terms = searchTerms(question);
  const chunks: Chunk[] = [];
  for (const path of likelyFiles(index, terms).slice(0, READ_FILES)) {
    throwIfAborted(signal);
    const text = await index.text(path);
    if (text !== undefined) chunks.push(...chunksOf(path, text, index.definitionsIn(path)));
  }
  return scored(chunks, terms)
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ chunk, score }) => hitOf(chunk, score));
}

interface Chunk {
  readonly path: string;
  readonly startLine: number;
  readonly lines: readonly string[];
  readonly counts: ReadonlyMap<string, number>;
  readonly names: ReadonlySet<string>;
  /** Words of the names that are defined in it. */
  readonly defined: ReadonlySet<string>;
  readonly length: number;
}

/** Ranked by the rarity of what they share with the question. */
function likelyFiles(index: IndexQueries, terms: SearchTerms): string[] {
  const files = [...index.files()].filter(({ generated }) => !generated);
  const matching = matchingNames(index, terms.words);
  const usedBy = new Map<string, number>();
  const perFile = files.map((file) => ({ file, shared: sharedTerms(index, file, { terms, matching }) }));
  for (const { shared } of perFile) for (const term of shared) usedBy.set(term, (usedBy.get(term) ?? 0) + 1);
  const rarity = (term: string): number => Math.log(1 + files.length / (usedBy.get(term) ?? 1));
  return perFile
    .map(({ file, shared }) => ({
      path: file.path,
      score: [...shared].reduce(
        (sum, term) => sum + rarity(term) * (terms.names.has(term) ? NAME_WEIGHT : 1),
        0,
      ),
    }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || (a.path < b.path ? -1 : 1))
    .map(({ path }) => path);
}

interface Matching {
  readonly terms: SearchTerms;
  /** By name id: the question's words that are parts of the name. */
  readonly matching: ReadonlyMap<number, readonly string[]>;
}

function sharedTerms(
  index: IndexQueries,
  file: IndexedFile,
  { terms, matching }: Matching,
): ReadonlySet<string> {
  const shared = new Set<string>();
  for (const id of file.identifiers) for (const word of matching.get(id) ?? []) shared.add(word);
  for (const word of subwords(file.path).map(stem)) if (terms.words.has(word)) shared.add(word);
  for (const name of terms.names) {
    const id = index.names.idOf(name);
    if (id !== undefined && holds(file.identifiers, id)) shared.add(name);
  }
  return shared;
}

function matchingNames(
  { names }: IndexQueries,
  words: ReadonlySet<string>,
): ReadonlyMap<number, readonly string[]> {
  const matching = new Map<number, readonly string[]>();
  for (let id = 0; id < names.size; id += 1) {
    const found = subwords(names.nameOf(id))
      .map(stem)
      .filter((word) => words.has(word));
    if (found.length > 0) matching.set(id, found);
  }
  return matching;
}

function holds(sorted: Uint32Array, id: number): boolean {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < id) low = middle + 1;
    else high = middle;
  }
  return sorted[low] === id;
}

function chunksOf(path: string, text: string, definitions: readonly Definition[]): Chunk[] {
  return filePieces(text).map(({ startLine, lines }) => {
    const inside = definitions.filter(
      ({ nameLine }) => nameLine >= startLine && nameLine < startLine + lines.length,
    );
    const defined = new Set(inside.flatMap(({ name }) => subwords(name).map(stem)));
    return { path, startLine, lines, defined, ...countWords(path, lines.join('\n')) };
  });
}

function countWords(path: string, text: string): Pick<Chunk, 'counts' | 'names' | 'length'> {
  const counts = new Map<string, number>();
  const add = (word: string, times: number): void => {
    const key = stem(word);
    counts.set(key, (counts.get(key) ?? 0) + times);
  };
  const words = subwords(text);
  for (const word of words) add(word, 1);
  for (const word of subwords(path)) add(word, PATH_WEIGHT);
  return { counts, names: new Set(text.match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? []), length: words.length };
}

function scored(chunks: readonly Chunk[], { names, words }: SearchTerms): { chunk: Chunk; score: number }[] {
  const mean = chunks.reduce((sum, { length }) => sum + length, 0) / Math.max(1, chunks.length);
  const idf = (holding: number): number => Math.log(1 + (chunks.length - holding + 0.5) / (holding + 0.5));
  const wordIdf = new Map(
    [...words].map((word) => [word, idf(chunks.filter(({ counts }) => counts.has(word)).length)]),
  );
  const nameIdf = new Map(
    [...names].map((name) => [name, idf(chunks.filter((c) => c.names.has(name)).length)]),
  );
  return chunks.map((chunk) => {
    const norm = K1 * (1 - B + (B * chunk.length) / Math.max(1, mean));
    let score = 0;
    for (const [word, weight] of wordIdf) {
      const count = chunk.counts.get(word) ?? 0;
      score += (weight * count * (K1 + 1)) / (count + norm);
      if (chunk.defined.has(word)) score += DEFINITION_WEIGHT * weight;
    }
    for (const [name, weight] of nameIdf) if (chunk.names.has(name)) score += NAME_WEIGHT * weight;
    return { chunk, score };
  });
}

function hitOf({ path, startLine, lines }: Chunk, score: number): RepositoryHit {
  return { path, startLine, endLine: startLine + lines.length - 1, text: lines.join('\n'), score };
}

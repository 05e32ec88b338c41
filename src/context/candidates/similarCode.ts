import type { IndexQueries } from '../index/repositoryIndex';
import type { CursorScene } from './cursorScene';
import { identifiersOf } from './identifiers';
import type { KnownFile, KnownFiles } from './knownFiles';
import { areKin } from './languageKin';

/** A function or stretch of another file that uses the names which stand around the cursor. */
export interface SimilarChunk {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly names: ReadonlySet<string>;
  /** Share of the weight of the names around the cursor that it has too, 0 to 1. */
  readonly similarity: number;
}

/** The nearest names, of which the rarest are taken. */
const MOST_NAMES_WEIGHED = 80;
/** The rarest names around the cursor: more of them find the same files again. */
const MOST_TERMS = 32;
/** A name that more files than this use, or than half of all, tells nothing. */
const MOST_FILES_PER_TERM = 400;
const FILES_READ = 16;
const MOST_CHUNKS = 12;
/** Shorter definitions show nothing; longer ones are cut into windows of this many lines. */
const LEAST_CHUNK_LINES = 3;
const MOST_CHUNK_LINES = 60;
const WINDOW_LINES = 40;
/** BM25's length normalisation, over the number of distinct names in a chunk. */
const USUAL_CHUNK_NAMES = 30;
const LENGTH_WEIGHT = 0.4;

/**
 * The chunks most like the code around the cursor: BM25 with each name counted once, weighted by how near to the cursor
 * it stands. The index's postings choose the files, so that only few are looked into.
 */
export async function findSimilarCode(
  scene: CursorScene,
  index: IndexQueries,
  files: KnownFiles,
): Promise<SimilarChunk[]> {
  const terms = rareTerms(scene, index);
  if (terms.size === 0) return [];
  const paths = likelyFiles(scene, index, terms);
  const read = await Promise.all(paths.map((path) => files.file(path)));
  const whole = sum([...terms.values()].map(({ weight }) => weight));
  const chunks = read.flatMap((file) => (file === undefined ? [] : chunksOf(file)));
  return chunks
    .map((chunk) => ({ chunk, similarity: scoreOf(chunk.names, terms) / whole }))
    .filter(({ similarity }) => similarity > 0)
    .sort((a, b) => b.similarity - a.similarity)
    .slice(0, MOST_CHUNKS)
    .map(({ chunk, similarity }) => ({ ...chunk, similarity }));
}

interface Term {
  readonly weight: number;
  readonly paths: readonly string[];
}

function rareTerms(scene: CursorScene, index: IndexQueries): Map<string, Term> {
  const fileCount = Math.max(index.progress.filesIndexed, 1);
  const terms: [string, Term][] = [];
  const nearest = [...scene.near].sort(([, a], [, b]) => b - a).slice(0, MOST_NAMES_WEIGHED);
  for (const [name, nearness] of nearest) {
    const users = index.useCount(name);
    if (users === 0 || users > Math.min(MOST_FILES_PER_TERM, fileCount / 2)) continue;
    const paths = index.filesUsing(name);
    terms.push([name, { weight: nearness * Math.log(1 + fileCount / paths.length), paths }]);
  }
  return new Map(terms.sort(([, a], [, b]) => b.weight - a.weight).slice(0, MOST_TERMS));
}

function likelyFiles(scene: CursorScene, index: IndexQueries, terms: ReadonlyMap<string, Term>): string[] {
  const language = index.file(scene.path)?.language ?? scene.languageId;
  const scores = new Map<string, number>();
  for (const { weight, paths } of terms.values()) {
    for (const path of paths) scores.set(path, (scores.get(path) ?? 0) + weight);
  }
  scores.delete(scene.path);
  return [...scores]
    .filter(([path]) => {
      const file = index.file(path);
      return file !== undefined && !file.generated && areKin(file.language, language);
    })
    .sort(([pathA, a], [pathB, b]) => b - a || (pathA < pathB ? -1 : 1))
    .slice(0, FILES_READ)
    .map(([path]) => path);
}

type Chunk = Omit<SimilarChunk, 'similarity'>;

const chunksByFile = new WeakMap<KnownFile, readonly Chunk[]>();

function chunksOf(file: KnownFile): readonly Chunk[] {
  const known = chunksByFile.get(file);
  if (known !== undefined) return known;
  const chunks = rangesOf(file).map(([startLine, endLine]) => ({
    path: file.path,
    startLine,
    endLine,
    names: new Set(file.lines.slice(startLine - 1, endLine).flatMap(identifiersOf)),
  }));
  chunksByFile.set(file, chunks);
  return chunks;
}

/** The innermost definitions of a useful size, and windows over what is too long or has no definitions. */
function rangesOf(file: KnownFile): [number, number][] {
  const ranges: [number, number][] = [];
  for (const { kind, startLine, endLine } of file.definitions) {
    const lines = endLine - startLine + 1;
    if (kind === 'field' || kind === 'enumMember' || lines < LEAST_CHUNK_LINES) continue;
    if (lines <= MOST_CHUNK_LINES) ranges.push([startLine, endLine]);
    else if (kind === 'function' || kind === 'method' || kind === 'constructor')
      ranges.push(...windows(startLine, endLine));
  }
  return ranges.length > 0 ? ranges : windows(1, file.lines.length);
}

function windows(start: number, end: number): [number, number][] {
  const ranges: [number, number][] = [];
  for (let at = start; at <= end; at += WINDOW_LINES) ranges.push([at, Math.min(at + WINDOW_LINES - 1, end)]);
  return ranges;
}

function scoreOf(names: ReadonlySet<string>, terms: ReadonlyMap<string, Term>): number {
  let score = 0;
  for (const [name, { weight }] of terms) if (names.has(name)) score += weight;
  return score / (1 - LENGTH_WEIGHT + LENGTH_WEIGHT * Math.max(names.size / USUAL_CHUNK_NAMES, 1));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

import type { ContextItem } from '../../../src/prompt/contextItem';
import type { ContextGatherer, GatherRequest } from '../../../src/context/contextGatherer';
import { plainImports } from './plainImports';
import type { BenchRepository } from './repository';

/** Nothing but the target itself. */
export const noContext: ContextGatherer = { gather: () => Promise.resolve([]) };

/** The files that the target imports, then those of its package, whole and in that order, as many as fit. */
export function importedFilesWhole(repository: BenchRepository): ContextGatherer {
  return {
    gather: (request) => {
      const text = request.target.prefix + request.target.suffix;
      const imports = plainImports({ path: request.target.path, text }, repository.language.id, repository);
      const files = [...new Set([...imports.files, ...imports.packageFiles])];
      return Promise.resolve(
        fitting(
          files.map((path) => wholeFile(repository, path)),
          request,
        ),
      );
    },
  };
}

const CHUNK_LINES = 40;
/** The usual parameters of BM25. */
const K1 = 1.2;
const B = 0.75;
/** Lines around the cursor that make the query. */
const QUERY_LINES_BEFORE = 20;
const QUERY_LINES_AFTER = 10;

interface Chunk {
  readonly item: ContextItem;
  readonly counts: ReadonlyMap<string, number>;
  readonly length: number;
}

/** The chunks of 40 lines that BM25 finds most like the lines around the cursor, the best nearest to the target. */
export function bm25Only(repository: BenchRepository): ContextGatherer {
  const chunks = [...repository.sources.keys()].flatMap((path) => chunksOf(repository, path));
  const frequency = new Map<string, number>();
  for (const { counts } of chunks)
    for (const word of counts.keys()) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  const usualLength = chunks.reduce((total, { length }) => total + length, 0) / Math.max(chunks.length, 1);

  const scoreOf = (chunk: Chunk, query: ReadonlySet<string>): number => {
    let score = 0;
    for (const word of query) {
      const count = chunk.counts.get(word) ?? 0;
      if (count === 0) continue;
      const files = frequency.get(word) ?? 0;
      const idf = Math.log(1 + (chunks.length - files + 0.5) / (files + 0.5));
      score += (idf * count * (K1 + 1)) / (count + K1 * (1 - B + (B * chunk.length) / usualLength));
    }
    return score;
  };

  return {
    gather: (request) => {
      const { prefix, suffix, path } = request.target;
      const around = [
        ...prefix.split('\n').slice(-QUERY_LINES_BEFORE),
        ...suffix.split('\n').slice(0, QUERY_LINES_AFTER),
      ];
      const query = new Set(wordsOf(around.join('\n')));
      const ranked = chunks
        .filter(({ item }) => item.path !== path)
        .map((chunk) => ({ chunk, score: scoreOf(chunk, query) }))
        .filter(({ score }) => score > 0)
        .sort((a, b) => b.score - a.score);
      return Promise.resolve(
        fitting(
          ranked.map(({ chunk }) => chunk.item),
          request,
        ).reverse(),
      );
    },
  };
}

function chunksOf(repository: BenchRepository, path: string): Chunk[] {
  const lines = repository.sources.get(path)?.lines ?? [];
  const chunks: Chunk[] = [];
  for (let at = 0; at < lines.length; at += CHUNK_LINES) {
    const part = lines.slice(at, at + CHUNK_LINES);
    const words = wordsOf(part.join('\n'));
    const counts = new Map<string, number>();
    for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
    const item: ContextItem = {
      kind: 'snippet',
      path,
      startLine: at + 1,
      endLine: at + part.length,
      text: `${part.join('\n')}\n`,
      reason: 'BM25',
    };
    chunks.push({ item, counts, length: words.length });
  }
  return chunks;
}

function wordsOf(text: string): string[] {
  return text.match(/[A-Za-z_$][\w$]*/g) ?? [];
}

function wholeFile(repository: BenchRepository, path: string): ContextItem {
  const text = repository.sources.get(path)?.text ?? '';
  return { kind: 'file', path, startLine: 1, endLine: text.split('\n').length, text, reason: 'imported' };
}

function fitting(items: readonly ContextItem[], request: GatherRequest): ContextItem[] {
  let left = request.shareTokens;
  return items.filter((item) => {
    // A file that can't fit is not counted: a token is never more than a few dozen characters.
    if (left <= 0 || item.text.length > left * 20) return false;
    const tokens = request.tokensOf(item);
    if (tokens > left) return false;
    left -= tokens;
    return true;
  });
}

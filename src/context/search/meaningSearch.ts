import { throwIfAborted } from '../../common/abort';
import type { IndexQueries } from '../index/repositoryIndex';
import { textHash } from '../index/textHash';
import { filePieces } from './filePieces';
import { fuseRanks, withoutOverlaps } from './fuseRanks';
import type { MeaningIndex } from './meaningIndex';
import type { RepositoryHit } from './repositoryHit';
import { rankByWords } from './repositorySearch';
import type { NearPiece } from './vectorTable';

/** A question as the embedding model `model` sees it. */
export interface EmbeddedQuestion {
  readonly model: string;
  readonly vector: Float32Array;
}

export interface MeaningQuestion {
  readonly question: string;
  readonly most: number;
  readonly embedded: EmbeddedQuestion;
}

/** Pieces of each ranking that are looked at. */
const RANKED = 48;

/** As `searchRepository`, with what is near by meaning ranked beside what shares words. */
export async function searchByMeaningToo(
  index: IndexQueries,
  meaning: MeaningIndex,
  { question, most, embedded: { model, vector } }: MeaningQuestion,
  signal: AbortSignal,
): Promise<readonly RepositoryHit[]> {
  const byWords = await rankByWords(index, question, signal);
  const near = await meaning.nearest(model, vector, RANKED);
  const byMeaning = await readPieces(index, near, signal);
  return withoutOverlaps(fuseRanks([byWords.slice(0, RANKED), byMeaning]), most);
}

/** What has changed since it was embedded is left out: nobody knows what it says now. */
async function readPieces(
  index: IndexQueries,
  near: readonly NearPiece[],
  signal: AbortSignal,
): Promise<readonly RepositoryHit[]> {
  const texts = new Map<string, string | undefined>();
  const hits: RepositoryHit[] = [];
  for (const { path, textHash: hash, startLine, similarity } of near) {
    throwIfAborted(signal);
    if (!texts.has(path)) texts.set(path, await index.text(path));
    const text = texts.get(path);
    if (text === undefined || textHash(text) !== hash) continue;
    const piece = filePieces(text).find((each) => each.startLine === startLine);
    if (piece === undefined) continue;
    const endLine = startLine + piece.lines.length - 1;
    hits.push({ path, startLine, endLine, text: piece.lines.join('\n'), score: similarity });
  }
  return hits;
}

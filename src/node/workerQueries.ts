import { LruMap } from '../common/lru';
import { findFolders, findPaths, findSymbols } from '../context/search/namesAndPaths';
import { searchByMeaningToo } from '../context/search/meaningSearch';
import type { RepositoryHit } from '../context/search/repositoryHit';
import { searchRepository } from '../context/search/repositorySearch';
import { createEstimatingCounter } from '../prompt/estimateTokens';
import type { TokenCounter } from '../prompt/tokenCounter';
import { createTokenCounter } from '../prompt/tokenizer';
import type { QueryAnswer, RepositoryQuery } from './workerMessages';
import type { WorkspaceContext } from './workspaceContext';

/** What chat asks, answered in the worker from what is there for completion. */
export interface WorkerQueries {
  /** Builds a counter, for the planner too: a vocabulary is read once. */
  readonly counterFrom: (showJson: Uint8Array) => TokenCounter | undefined;
  /** The counter that was built last belongs to this model. */
  readonly learned: (digest: string) => void;
  answer(query: RepositoryQuery, signal: AbortSignal): Promise<QueryAnswer>;
}

type SearchedWorkspace = Pick<WorkspaceContext, 'index' | 'meaning'>;

/** Vocabularies kept: a window chats and completes with few models at a time. */
const KEPT_COUNTERS = 4;

export function createWorkerQueries(workspace: SearchedWorkspace): WorkerQueries {
  const counters = new LruMap<string, TokenCounter>(KEPT_COUNTERS);
  const estimate = createEstimatingCounter();
  let built: TokenCounter | undefined;
  return {
    counterFrom: (showJson) => (built = createTokenCounter(showJson)),
    learned: (digest) => {
      if (built !== undefined) counters.set(digest, built);
      built = undefined;
    },
    answer: async (query, signal) => {
      const queries = workspace.index();
      switch (query.kind) {
        case 'count': {
          const counter = counters.get(query.digest) ?? estimate;
          const counts = query.texts.map((text) => counter.count(text));
          return { kind: 'count', counts, isExact: counter.exact };
        }
        case 'search':
          return { kind: 'search', hits: await search(workspace, query, signal) };
        case 'embedded-pieces':
          return { kind: query.kind, count: (await workspace.meaning()?.pieces(query.model)) ?? 0 };
        case 'next-to-embed': {
          const file = await workspace.meaning()?.next(query.model);
          return { kind: query.kind, ...(file !== undefined && { file }) };
        }
        case 'learn-embedded':
          await workspace.meaning()?.learn(query.model, query.embedded);
          return { kind: query.kind };
        case 'paths':
          return {
            kind: 'paths',
            paths: queries === undefined ? [] : findPaths(queries, query.typed, query.most),
          };
        case 'folders':
          return {
            kind: 'folders',
            paths: queries === undefined ? [] : findFolders(queries, query.typed, query.most),
          };
        case 'symbols':
          return {
            kind: 'symbols',
            definitions: queries === undefined ? [] : findSymbols(queries, query.typed, query.most),
          };
      }
    },
  };
}

async function search(
  workspace: SearchedWorkspace,
  { question, most, embedded }: Extract<RepositoryQuery, { kind: 'search' }>,
  signal: AbortSignal,
): Promise<readonly RepositoryHit[]> {
  const index = workspace.index();
  const meaning = workspace.meaning();
  if (index === undefined) return [];
  return embedded === undefined || meaning === undefined
    ? searchRepository(index, question, most, signal)
    : searchByMeaningToo(index, meaning, { question, most, embedded }, signal);
}

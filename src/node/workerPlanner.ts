import { throwIfAborted } from '../common/abort';
import type { Disposable } from '../common/disposable';
import { Emitter, type Event } from '../common/emitter';
import type { Log } from '../common/log';
import type { IndexProgress } from '../context/index/repositoryIndex';
import { noLanguageHints, type LanguageHints } from '../context/languageHints';
import { createOpenDocuments, type OpenDocuments } from '../context/openDocuments';
import { createPlanner } from '../context/planner';
import type { PromptPlanner } from '../context/promptPlanner';
import { createEstimatingCounter } from '../prompt/estimateTokens';
import { createWorkerLink, WorkerFailure, type WorkerLink, type WorkerNews } from './workerLink';
import type { QueryAnswer, RepositoryQuery, ToWorker, WorkerWords, WorkerWorkspace } from './workerMessages';

type HintsWanted = Extract<WorkerNews, { kind: 'hintsWanted' }>;

export interface WorkerPlannerParts {
  /** Path of the bundled context worker. */
  readonly workerFile: string;
  /** The user's language, for the reasons that the worker gives: English texts with their translations. */
  readonly words?: WorkerWords;
  readonly log: Log;
  /** What language servers say; nothing when absent. */
  readonly hints?: LanguageHints;
}

/** A planner that can be told what else it may look at. */
export interface WorkspacePlanner extends PromptPlanner, Disposable {
  /** Other folders or rules: what was indexed before is forgotten. */
  workspaceChanged(workspace: WorkerWorkspace): void;
  /** Index paths of files or folders that were created, changed or deleted. */
  filesChanged(paths: readonly string[]): void;
  /** False stops the indexing of the workspace, true starts it again. */
  setIndexing(on: boolean): void;
  readonly onIndexProgress: Event<IndexProgress>;
  /** What chat asks. Rejects with a WorkerFailure, or an AbortError. */
  query(query: RepositoryQuery, signal: AbortSignal): Promise<QueryAnswer>;
}

/**
 * The planner in a worker thread. It outlives crashes of the worker: what the worker knew is told again, builds are
 * tried once more, and what can't be built there is built here from the target file alone.
 */
export function createWorkerPlanner(parts: WorkerPlannerParts): WorkspacePlanner {
  const { log } = parts;
  const known: Known = { documents: createOpenDocuments(), vocabularies: new Map(), isIndexing: true };
  const progressed = new Emitter<IndexProgress>();
  const fileOnly = createPlanner({
    gatherer: { gather: () => Promise.resolve([]) },
    counterFrom: () => undefined,
    estimate: createEstimatingCounter(),
    log,
  });
  const link = createLink(parts, known, progressed);
  return {
    learnVocabulary: (digest, showJson) => {
      // Kept for a worker that has to start again: completion's and chat's, each of megabytes.
      known.vocabularies.delete(digest);
      known.vocabularies.set(digest, showJson);
      const [oldest = ''] = known.vocabularies.keys();
      if (known.vocabularies.size > KEPT_VOCABULARIES) known.vocabularies.delete(oldest);
      link.tell({ kind: 'vocabulary', digest, showJson });
      return Promise.resolve();
    },
    replyCounted: (reply) => link.tell({ kind: 'counted', reply }),
    documentsOpened: (opened) => {
      known.documents.open(opened);
      link.tell({ kind: 'opened', documents: opened });
    },
    documentChanged: (document) => {
      known.documents.change(document);
      link.tell({ kind: 'changed', document });
    },
    documentClosed: (uri) => {
      known.documents.close(uri);
      link.tell({ kind: 'closed', uri });
    },
    workspaceChanged: (workspace) => {
      known.workspace = workspace;
      link.tell({ kind: 'workspace', workspace });
    },
    setIndexing: (on) => {
      known.isIndexing = on;
      link.tell({ kind: 'indexing', on });
    },
    onIndexProgress: progressed.event,
    filesChanged: (paths) => link.tell({ kind: 'filesChanged', paths }),
    build: async (request, signal) => {
      try {
        return await link.build(request, signal);
      } catch (thrown) {
        throwIfAborted(signal);
        if (!(thrown instanceof WorkerFailure)) throw thrown;
        log.error(`The prompt for ${request.target.path} is built from the file alone.`, thrown);
        return fileOnly.build(request, signal);
      }
    },
    query: (query, signal) => link.query(query, signal),
    dispose: () => link.dispose(),
  };
}

const KEPT_VOCABULARIES = 2;

/** What the worker was told, for one that has to start again. */
interface Known {
  readonly documents: OpenDocuments;
  readonly vocabularies: Map<string, Uint8Array>;
  workspace?: WorkerWorkspace;
  isIndexing: boolean;
}

function greeting({ documents, vocabularies, workspace, isIndexing }: Known): ToWorker[] {
  return [
    ...[...vocabularies].map(([digest, showJson]): ToWorker => ({ kind: 'vocabulary', digest, showJson })),
    { kind: 'opened', documents: documents.all() },
    { kind: 'indexing', on: isIndexing },
    ...(workspace === undefined ? [] : [{ kind: 'workspace', workspace } satisfies ToWorker]),
  ];
}

function createLink(
  { workerFile, words = {}, log, hints = noLanguageHints }: WorkerPlannerParts,
  known: Known,
  progressed: Emitter<IndexProgress>,
): WorkerLink {
  const answerHints = async ({ id, uri, cursorLine }: HintsWanted): Promise<void> => {
    const found = await hints.near(uri, cursorLine).catch((thrown: unknown) => {
      log.debug(`The language servers said nothing: ${String(thrown)}`);
      return [];
    });
    link.tell({ kind: 'hints', id, hints: found });
  };
  const link = createWorkerLink({
    file: workerFile,
    words,
    log,
    greeting: () => greeting(known),
    onNews: (news) => (news.kind === 'progress' ? progressed.fire(news.progress) : void answerHints(news)),
  });
  return link;
}

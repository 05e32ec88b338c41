import { systemClock } from '../common/clock';
import { topicLog, type Log } from '../common/log';
import type { ContextGatherer } from '../context/contextGatherer';
import type { IndexProgress, IndexQueries } from '../context/index/repositoryIndex';
import type { LanguageHints } from '../context/languageHints';
import { createCursorScopes } from '../context/parsing/cursorScopes';
import type { CursorScopes } from '../context/cursorScope';
import { openTabs } from '../context/openTabs';
import type { OpenDocument } from '../context/promptPlanner';
import { createMeaningIndex, type MeaningIndex } from '../context/search/meaningIndex';
import { createGitHistory } from './gitHistory';
import { createGrammarFiles, grammarFolders } from './grammarFiles';
import { createFileByteStore, createFileIndexStore } from './indexStore';
import {
  createRepositoryContext,
  noByteStore,
  noIndexStore,
  type RepositoryContext,
} from './repositoryContext';
import type { WorkerWorkspace } from './workerMessages';

/** The workspace as the context worker knows it: indexed in the background, kept up to date by what it is told. */
export interface WorkspaceContext {
  /** From the whole repository where there is one, else from the open tabs. */
  readonly gatherer: ContextGatherer;
  /** Tells nothing until a workspace is open, for the grammars lie in the extension's folder. */
  readonly scopes: CursorScopes;
  /** Undefined where no folder may be read. */
  index(): IndexQueries | undefined;
  /** As `index`. */
  meaning(): MeaningIndex | undefined;
  open(workspace: WorkerWorkspace): void;
  /** False stops indexing, true starts it again; open files and their imports are read all the same. */
  setIndexing(on: boolean): void;
  filesChanged(paths: readonly string[]): void;
  documentsOpened(documents: readonly OpenDocument[]): void;
  documentChanged(document: OpenDocument): void;
  documentClosed(uri: string): void;
}

export interface WorkspaceContextParts {
  readonly log: Log;
  readonly hints: LanguageHints;
  readonly onProgress: (progress: IndexProgress) => void;
}

interface OpenRepository extends RepositoryContext {
  readonly meaning: MeaningIndex;
  /** Crawls and indexes in the background, what is near the open files first. */
  start(openPaths: readonly string[]): void;
  /** What is indexed so far stays. */
  stop(): void;
  close(): void;
}

export function createWorkspaceContext(parts: WorkspaceContextParts): WorkspaceContext {
  const documents = new Map<string, OpenDocument>();
  let repository: OpenRepository | undefined;
  let workspace: WorkerWorkspace | undefined;
  let isIndexing = true;
  let scopes: CursorScopes | undefined;

  const note = (document: OpenDocument): void => {
    repository?.trail.documentChanged(documents.get(document.uri), document);
    documents.set(document.uri, document);
    repository?.index.updateBuffer(document.path, document.text, document.version);
  };
  const drop = (uri: string): void => {
    const document = documents.get(uri);
    documents.delete(uri);
    if (document !== undefined) repository?.index.dropBuffer(document.path);
  };
  const open = (opened: WorkerWorkspace): void => {
    workspace = opened;
    scopes ??= createCursorScopes(createGrammarFiles(grammarFolders(opened.extensionRoot)), parts.log);
    repository?.close();
    repository = opened.folders.length === 0 ? undefined : openRepository(opened, parts);
    for (const document of documents.values()) note(document);
    if (isIndexing) repository?.start([...documents.values()].map(({ path }) => path));
  };

  return {
    gatherer: {
      revision: () => repository?.gatherer.revision?.() ?? 0,
      lacks: (target, items) => repository?.gatherer.lacks?.(target, items) ?? false,
      gather: (request, signal) => (repository?.gatherer ?? openTabs).gather(request, signal),
    },
    scopes: { at: async (target) => scopes?.at(target) },
    index: () => repository?.index,
    meaning: () => repository?.meaning,
    open,
    setIndexing: (on) => {
      if (on === isIndexing) return;
      isIndexing = on;
      if (!on) repository?.stop();
      else if (workspace !== undefined) open(workspace);
    },
    filesChanged: (paths) => repository?.index.filesChanged(paths),
    documentsOpened: (opened) => {
      const uris = new Set(opened.map(({ uri }) => uri));
      for (const uri of documents.keys()) if (!uris.has(uri)) drop(uri);
      for (const document of opened) note(document);
    },
    documentChanged: note,
    documentClosed: drop,
  };
}

function openRepository(
  workspace: WorkerWorkspace,
  { log, hints, onProgress }: WorkspaceContextParts,
): OpenRepository {
  const { folders, excludeGlobs, indexFile, embeddingsFile, extensionRoot } = workspace;
  const life = new AbortController();
  const run = new AbortController();
  const context = createRepositoryContext({
    extensionRoot,
    scope: { folders, excludeGlobs },
    store: indexFile === undefined ? noIndexStore : createFileIndexStore(indexFile),
    history: createGitHistory(folders, life.signal, log),
    hints,
    clock: systemClock,
    log: topicLog(log, 'index'),
  });
  context.index.onProgress(onProgress);
  return {
    ...context,
    meaning: createMeaningIndex({
      index: context.index,
      store: embeddingsFile === undefined ? noByteStore : createFileByteStore(embeddingsFile),
      log: topicLog(log, 'embeddings'),
    }),
    start: (openPaths) => {
      const started = performance.now();
      context.index.start(openPaths, AbortSignal.any([life.signal, run.signal])).then(
        () => {
          const { filesIndexed } = context.index.progress;
          log.info(`Indexed ${filesIndexed} files in ${Math.round(performance.now() - started)} ms.`);
        },
        (thrown: unknown) => log.error('The repository could not be indexed.', thrown),
      );
    },
    stop: () => run.abort(),
    close: () => {
      life.abort();
      context.index.dispose();
    },
  };
}

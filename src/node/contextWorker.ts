// The context worker's own composition root: everything that may take longer than a keystroke runs in its thread.
import { parentPort, workerData } from 'node:worker_threads';
import { isAbort } from '../common/abort';
import { assertNever } from '../common/assertNever';
import { translationBy, useTranslation } from '../common/l10n';
import type { Log } from '../common/log';
import { createPlanner } from '../context/planner';
import type { PromptPlanner, PromptRequest } from '../context/promptPlanner';
import { createEstimatingCounter } from '../prompt/estimateTokens';
import { createPostedHints } from './postedHints';
import { createWorkspaceContext, type WorkspaceContext } from './workspaceContext';
import type { FromWorker, LogLevel, RepositoryQuery, ToWorker, WorkerWords } from './workerMessages';
import { createWorkerQueries } from './workerQueries';

const port = parentPort;
if (port !== null) {
  useTranslation(translationBy(workerData as WorkerWords));
  serve(
    (message) => port.postMessage(message),
    (listener) => port.on('message', listener),
  );
}

function serve(
  post: (message: FromWorker) => void,
  onMessage: (listener: (message: ToWorker) => void) => void,
): void {
  const log = postedLog(post);
  const hints = createPostedHints(post);
  const workspace = createWorkspaceContext({
    log,
    hints,
    onProgress: (progress) => post({ kind: 'progress', progress }),
  });
  const queries = createWorkerQueries(workspace);
  const planner = createPlanner({
    gatherer: workspace.gatherer,
    counterFrom: queries.counterFrom,
    estimate: createEstimatingCounter(),
    scopes: workspace.scopes,
    log,
  });
  const underWay = new Map<number, AbortController>();

  function reply(id: number, work: (signal: AbortSignal) => Promise<FromWorker>): void {
    const abort = new AbortController();
    underWay.set(id, abort);
    work(abort.signal)
      .then(post, (thrown: unknown) => post({ kind: 'failed', id, aborted: isAbort(thrown), cause: thrown }))
      .finally(() => underWay.delete(id));
  }

  function build(id: number, request: PromptRequest): void {
    reply(id, async (signal) => ({ kind: 'built', id, prompt: await planner.build(request, signal) }));
  }

  function answer(id: number, query: RepositoryQuery): void {
    reply(id, async (signal) => ({ kind: 'answered', id, answer: await queries.answer(query, signal) }));
  }

  onMessage((message) => {
    if (message.kind === 'build') build(message.id, message.request);
    else if (message.kind === 'query') answer(message.id, message.query);
    else if (message.kind === 'abort') underWay.get(message.id)?.abort();
    else if (message.kind === 'hints') hints.answered(message.id, message.hints);
    else {
      tell(planner, workspace, message);
      if (message.kind === 'vocabulary') queries.learned(message.digest);
    }
  });
}

function tell(
  planner: PromptPlanner,
  workspace: WorkspaceContext,
  message: Exclude<ToWorker, { kind: 'build' | 'query' | 'abort' | 'hints' }>,
): void {
  switch (message.kind) {
    case 'vocabulary':
      void planner.learnVocabulary(message.digest, message.showJson);
      return;
    case 'counted':
      return planner.replyCounted(message.reply);
    case 'opened':
      workspace.documentsOpened(message.documents);
      return planner.documentsOpened(message.documents);
    case 'changed':
      workspace.documentChanged(message.document);
      return planner.documentChanged(message.document);
    case 'closed':
      workspace.documentClosed(message.uri);
      return planner.documentClosed(message.uri);
    case 'workspace':
      return workspace.open(message.workspace);
    case 'indexing':
      return workspace.setIndexing(message.on);
    case 'filesChanged':
      return workspace.filesChanged(message.paths);
    default:
      return assertNever(message);
  }
}

function postedLog(post: (message: FromWorker) => void): Log {
  const at = (level: LogLevel) => (message: string, cause?: unknown) =>
    post({ kind: 'log', level, message, cause });
  return { trace: at('trace'), debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

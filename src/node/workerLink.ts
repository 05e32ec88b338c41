import { Worker } from 'node:worker_threads';
import { abortError } from '../common/abort';
import type { Disposable } from '../common/disposable';
import type { Log } from '../common/log';
import type { PlannedPrompt, PromptRequest } from '../context/promptPlanner';
import type { FromWorker, QueryAnswer, RepositoryQuery, ToWorker, WorkerWords } from './workerMessages';

/** The worker could not do it: it crashed again and again, or failed in a way that no caller can mend. */
export class WorkerFailure extends Error {
  override readonly name = 'WorkerFailure';
}

/** A build may be under way in one crash; in a second one it is taken for the cause. */
const MOST_CRASHES_PER_BUILD = 1;
/** Crashes with no prompt built in between, after which the worker is left alone. */
const MOST_CRASHES_IN_A_ROW = 3;

/**
 * A third of it is what V8 calls a semi-space, 16 MB unless told otherwise. What a parsed file leaves behind is small and
 * short-lived, so more room for it only makes the editor larger.
 */
const YOUNG_GENERATION_MEGABYTES = 12;

/**
 * Below 2 GB, V8 tidies up when what is kept has doubled; with more it waits until there is four times as much, most of it
 * garbage. By what 10,000 files take, an index of 200,000 has room.
 */
const OLD_GENERATION_MEGABYTES = 1_900;

/** What the worker asks for or tells besides its answers. */
export type WorkerNews = Extract<FromWorker, { kind: 'hintsWanted' | 'progress' }>;

export interface WorkerLinkParts {
  /** Path of the bundled worker. */
  readonly file: string;
  readonly words: WorkerWords;
  readonly log: Log;
  /** What a worker must be told before anything else, after each (re)start. */
  readonly greeting: () => readonly ToWorker[];
  readonly onNews: (news: WorkerNews) => void;
}

/** The line to the worker: starts it when first used, and again after a crash. */
export interface WorkerLink extends Disposable {
  tell(message: ToWorker): void;
  /** Rejects with a WorkerFailure, or with an AbortError once `signal` aborts. */
  build(request: PromptRequest, signal: AbortSignal): Promise<PlannedPrompt>;
  /** As `build`. */
  query(query: RepositoryQuery, signal: AbortSignal): Promise<QueryAnswer>;
}

type Question =
  | { readonly kind: 'build'; readonly request: PromptRequest }
  | { readonly kind: 'query'; readonly query: RepositoryQuery };
type Reply = Extract<FromWorker, { kind: 'built' | 'answered' }>;

interface PendingQuestion {
  readonly question: Question;
  readonly resolve: (reply: Reply) => void;
  readonly reject: (reason: Error) => void;
  crashes: number;
}

export function createWorkerLink(parts: WorkerLinkParts): WorkerLink {
  return new RestartingWorker(parts);
}

class RestartingWorker implements WorkerLink {
  private readonly pending = new Map<number, PendingQuestion>();
  private worker: Worker | undefined;
  private lastId = 0;
  private crashesInARow = 0;
  private disposed = false;

  constructor(private readonly parts: WorkerLinkParts) {}

  tell(message: ToWorker): void {
    // A worker that has not started yet is told by the greeting.
    this.worker?.postMessage(message);
  }

  async build(request: PromptRequest, signal: AbortSignal): Promise<PlannedPrompt> {
    const reply = await this.ask({ kind: 'build', request }, signal);
    if (reply.kind !== 'built')
      throw new WorkerFailure('The context worker gave something else than a prompt.');
    return reply.prompt;
  }

  async query(query: RepositoryQuery, signal: AbortSignal): Promise<QueryAnswer> {
    const reply = await this.ask({ kind: 'query', query }, signal);
    if (reply.kind !== 'answered')
      throw new WorkerFailure('The context worker gave something else than an answer.');
    return reply.answer;
  }

  private ask(question: Question, signal: AbortSignal): Promise<Reply> {
    if (this.disposed || this.crashesInARow >= MOST_CRASHES_IN_A_ROW) {
      return Promise.reject(new WorkerFailure('The context worker is not running.'));
    }
    const id = (this.lastId += 1);
    return new Promise<Reply>((resolve, reject) => {
      const onAbort = (): void => {
        this.pending.delete(id);
        this.worker?.postMessage({ kind: 'abort', id } satisfies ToWorker);
        reject(abortError());
      };
      if (signal.aborted) return onAbort();
      signal.addEventListener('abort', onAbort, { once: true });
      const settled = (): void => signal.removeEventListener('abort', onAbort);
      this.pending.set(id, {
        question,
        resolve: (reply) => (settled(), resolve(reply)),
        reject: (reason) => (settled(), reject(reason)),
        crashes: 0,
      });
      this.running().postMessage({ ...question, id } satisfies ToWorker);
    });
  }

  dispose(): void {
    this.disposed = true;
    void this.worker?.terminate();
    this.worker = undefined;
    this.rejectAll(abortError());
  }

  private running(): Worker {
    if (this.worker !== undefined) return this.worker;
    const worker = new Worker(this.parts.file, {
      workerData: this.parts.words,
      resourceLimits: {
        maxYoungGenerationSizeMb: YOUNG_GENERATION_MEGABYTES,
        maxOldGenerationSizeMb: OLD_GENERATION_MEGABYTES,
      },
    });
    this.worker = worker;
    // The editor's process must be able to end while the worker waits for work.
    worker.unref();
    worker.on('message', (message: FromWorker) => this.receive(message));
    worker.on('error', (error) => this.crashed(worker, error));
    worker.on('exit', (code) =>
      this.crashed(worker, new Error(`It ended by itself with exit code ${code}.`)),
    );
    for (const message of this.parts.greeting()) worker.postMessage(message);
    return worker;
  }

  private receive(message: FromWorker): void {
    if (message.kind === 'log') return logAs(this.parts.log, message);
    if (message.kind === 'hintsWanted' || message.kind === 'progress') return this.parts.onNews(message);
    const asked = this.pending.get(message.id);
    this.pending.delete(message.id);
    if (message.kind === 'built' || message.kind === 'answered') {
      this.crashesInARow = 0;
      asked?.resolve(message);
    } else {
      const reason = message.aborted
        ? abortError()
        : new WorkerFailure('Building a prompt failed.', { cause: message.cause });
      asked?.reject(reason);
    }
  }

  /** Comes twice for one crash (`error`, then `exit`), and once more after a dispose: only the first counts. */
  private crashed(worker: Worker, error: Error): void {
    if (this.worker !== worker) return;
    this.worker = undefined;
    this.crashesInARow += 1;
    const isLast = this.crashesInARow >= MOST_CRASHES_IN_A_ROW;
    const next = isLast
      ? 'Prompts hold only the file itself until the window is reloaded.'
      : 'It is started again.';
    this.parts.log.error(`The context worker crashed. ${next}`, error);
    if (isLast)
      return this.rejectAll(new WorkerFailure('The context worker crashed too often.', { cause: error }));
    this.retryPending(error);
  }

  private retryPending(error: Error): void {
    for (const [id, asked] of this.pending) {
      asked.crashes += 1;
      if (asked.crashes > MOST_CRASHES_PER_BUILD) {
        this.pending.delete(id);
        asked.reject(
          new WorkerFailure('The context worker crashed twice over this prompt.', { cause: error }),
        );
      } else {
        this.running().postMessage({ ...asked.question, id } satisfies ToWorker);
      }
    }
  }

  private rejectAll(reason: Error): void {
    for (const asked of this.pending.values()) asked.reject(reason);
    this.pending.clear();
  }
}

function logAs(log: Log, { level, message, cause }: Extract<FromWorker, { kind: 'log' }>): void {
  if (level === 'error') log.error(message, cause);
  else log[level](message);
}

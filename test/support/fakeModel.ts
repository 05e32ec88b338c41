import { abortable, throwIfAborted } from '../../src/common/abort';
import type { Clock } from '../../src/common/clock';
import type { PromptPlanner, PromptRequest } from '../../src/context/promptPlanner';
import type { CompletionHosts, ModelSession } from '../../src/hosts/modelSession';
import type { FimPrompt } from '../../src/prompt/fimPrompt';
import type { FinishReason, GenerateEvent, GenerateOptions } from '../../src/transport/engine';
import { modelFamilies } from '../../src/model/families';

/** What the model says to one request: pieces, each after its delay, and then how it ends. */
export interface FakeAnswer {
  readonly pieces: readonly string[];
  /** Before each piece. */
  readonly delayMs?: number;
  /** Of each piece. */
  readonly logProbability?: number;
  readonly fails?: Error;
  readonly finish?: FinishReason;
  /** It goes on after an abort, as an answer does that was on its way already. */
  readonly isDeaf?: boolean;
}

export interface FakeRequest {
  readonly prompt: string;
  readonly options: GenerateOptions;
  readonly at: number;
  abortedAt?: number;
  endedAt?: number;
}

/** A model whose answers are scripted, for streams that a real one can't be made to send. */
export class FakeModel implements CompletionHosts {
  readonly requests: FakeRequest[] = [];
  /** The request that each piece answered, in the order of their arrival. */
  readonly spoke: number[] = [];
  isReady = true;
  sessionFails: Error | undefined;

  constructor(
    private readonly clock: Clock,
    private readonly answer: (request: FakeRequest, index: number) => FakeAnswer,
  ) {}

  /** Requests that are neither aborted nor ended. */
  get running(): number {
    return this.requests.filter((request) => request.abortedAt === undefined && request.endedAt === undefined)
      .length;
  }

  session(): Promise<ModelSession | undefined> {
    if (this.sessionFails !== undefined) return Promise.reject(this.sessionFails);
    return Promise.resolve(this.isReady ? this.modelSession : undefined);
  }

  private readonly modelSession: ModelSession = {
    endpointName: 'fake',
    tag: 'fake:latest',
    digest: 'fake',
    family: modelFamilies[0]!,
    window: 16_384,
    writesBos: false,
    vocabulary: () => Promise.resolve(new Uint8Array()),
    generate: (prompt, options, signal) => this.generate(prompt, options, signal),
  };

  private async *generate(
    prompt: string,
    options: GenerateOptions,
    signal: AbortSignal,
  ): AsyncGenerator<GenerateEvent> {
    throwIfAborted(signal);
    const request: FakeRequest = { prompt, options, at: this.clock.now() };
    const index = this.requests.push(request) - 1;
    const noteAbort = (): void => {
      if (request.endedAt === undefined) request.abortedAt ??= this.clock.now();
    };
    signal.addEventListener('abort', noteAbort, { once: true });
    const {
      pieces,
      delayMs = 20,
      logProbability,
      fails,
      finish = 'stop',
      isDeaf = false,
    } = this.answer(request, index);
    for (const text of pieces) {
      await this.clock.sleep(delayMs, isDeaf ? undefined : signal);
      this.spoke.push(index);
      yield { kind: 'text', text, ...(logProbability && { logProbabilities: [logProbability] }) };
    }
    if (!isDeaf) await abortable(Promise.resolve(), signal);
    request.endedAt = this.clock.now();
    if (fails !== undefined) throw fails;
    if (finish !== 'cut-off') yield { kind: 'done', finishReason: finish, metrics: {} };
  }
}

/** Answers every prompt with the text around the cursor, at once or when `ready` says; it hears no abort. */
export class FakePlanner implements PromptPlanner {
  readonly requests: PromptRequest[] = [];

  constructor(private readonly ready: (index: number) => Promise<void> = () => Promise.resolve()) {}

  replyCounted(): void {
    // Nothing to learn: its counts are exact.
  }

  learnVocabulary(): Promise<void> {
    return Promise.resolve();
  }

  documentsOpened(): void {
    // The prompt depends on the target alone.
  }

  documentChanged(): void {
    // As above.
  }

  documentClosed(): void {
    // As above.
  }

  async build(request: PromptRequest): Promise<FimPrompt> {
    await this.ready(this.requests.push(request) - 1);
    const { prefix, suffix } = request.target;
    const text = `${prefix}‸${suffix}`;
    const tokens = {
      total: text.length,
      context: 0,
      prefix: prefix.length,
      suffix: suffix.length,
      exact: false,
    };
    return {
      text,
      stops: [],
      window: 16_384,
      tokens,
      headChars: 0,
      prefixChars: 0,
      suffixChars: 0,
      items: [],
    };
  }
}

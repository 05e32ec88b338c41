import { abortError, isAbort } from '../../common/abort';
import type { Clock } from '../../common/clock';
import type { Disposable } from '../../common/disposable';
import type { Log } from '../../common/log';
import type { EmbeddedFile, FileToEmbed } from '../../context/search/meaningIndex';
import type { EmbeddedQuestion } from '../../context/search/meaningSearch';
import type { Embedder } from '../../hosts/embedder';
import { embeddingPrompts } from './embeddingPrompts';

/** Where the vectors are kept and searched; `model` names a version of the embedding model. */
export interface EmbeddedRepository {
  pieces(model: string, signal: AbortSignal): Promise<number>;
  next(model: string, signal: AbortSignal): Promise<FileToEmbed | undefined>;
  learn(model: string, embedded: EmbeddedFile, signal: AbortSignal): Promise<void>;
}

export interface QuestionEmbeddingPorts {
  readonly embedder: () => Embedder | undefined;
  readonly repository: EmbeddedRepository;
  readonly clock: Clock;
  readonly log: Log;
}

/** Questions as an embedding model sees them. The first one begins the embedding of the repository's files. */
export interface QuestionEmbedding extends Disposable {
  /** Undefined where words alone must do: no such model, nothing embedded yet, host away. Rejects only when aborted. */
  embed(question: string, signal: AbortSignal): Promise<EmbeddedQuestion | undefined>;
}

/** Small, so that a completion or an answer never waits long behind one. */
const BATCH = 8;
/** Nobody wants to wait longer for better places. */
const PATIENCE_MS = 5_000;
/** A host that failed is left alone for so long. */
const REST_MS = 60_000;

export function createQuestionEmbedding(ports: QuestionEmbeddingPorts): QuestionEmbedding {
  return new BackgroundEmbedding(ports);
}

class BackgroundEmbedding implements QuestionEmbedding {
  private readonly life = new AbortController();
  private restUntil = -Infinity;
  private isFilling = false;

  constructor(private readonly ports: QuestionEmbeddingPorts) {}

  async embed(question: string, signal: AbortSignal): Promise<EmbeddedQuestion | undefined> {
    const embedder = this.ports.embedder();
    if (embedder === undefined || this.ports.clock.now() < this.restUntil) return undefined;
    const enough = new AbortController();
    const both = AbortSignal.any([signal, enough.signal, this.life.signal]);
    this.ports.clock.sleep(PATIENCE_MS, both).then(
      () => enough.abort(),
      () => undefined, // It was over before.
    );
    try {
      const embedded = await this.embedNow(embedder, question, both);
      void this.fill(embedder);
      return embedded;
    } catch (thrown) {
      if (signal.aborted) throw abortError();
      // A model that is being loaded is there for the next question.
      if (isAbort(thrown)) void this.fill(embedder);
      else this.failed(thrown);
      return undefined;
    } finally {
      enough.abort();
    }
  }

  dispose(): void {
    this.life.abort();
  }

  private async embedNow(
    embedder: Embedder,
    question: string,
    signal: AbortSignal,
  ): Promise<EmbeddedQuestion | undefined> {
    const model = await embedder.version(signal);
    if ((await this.ports.repository.pieces(model, signal)) === 0) return undefined;
    const [vector] = await embedder.embed([embeddingPrompts(embedder.name).question + question], signal);
    return vector && { model, vector };
  }

  /** Embeds what has no vectors yet, file by file, until there is none, the host fails or another model is set. */
  private async fill(embedder: Embedder): Promise<void> {
    if (this.isFilling || this.life.signal.aborted) return;
    this.isFilling = true;
    try {
      const { repository, log } = this.ports;
      const { signal } = this.life;
      const model = await embedder.version(signal);
      let files = 0;
      for (let file = await repository.next(model, signal); file !== undefined;) {
        await repository.learn(model, await this.embedFile(embedder, file), signal);
        files += 1;
        if (this.ports.embedder()?.name !== embedder.name) break;
        file = await repository.next(model, signal);
      }
      if (files > 0) log.info(`Embedded ${files} files for @repo.`);
    } catch (thrown) {
      if (!isAbort(thrown)) this.failed(thrown);
    } finally {
      this.isFilling = false;
    }
  }

  private async embedFile(embedder: Embedder, { pieces, ...file }: FileToEmbed): Promise<EmbeddedFile> {
    const { signal } = this.life;
    const { text } = embeddingPrompts(embedder.name);
    const vectors: Float32Array[] = [];
    for (let from = 0; from < pieces.length; from += BATCH) {
      await embedder.untilQuiet(signal);
      const batch = pieces.slice(from, from + BATCH).map((piece) => text + piece.text);
      vectors.push(...(await embedder.embed(batch, signal)));
    }
    return { file, startLines: pieces.map(({ startLine }) => startLine), vectors };
  }

  private failed(thrown: unknown): void {
    this.restUntil = this.ports.clock.now() + REST_MS;
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    this.ports.log.warn(`@repo searches by words alone for a minute: ${reason}`);
  }
}

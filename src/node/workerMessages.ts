import type { Definition, IndexProgress } from '../context/index/repositoryIndex';
import type { WorkspaceFolder } from '../context/index/workspaceFiles';
import type { LanguageHint } from '../context/languageHints';
import type { CountedReply, OpenDocument, PlannedPrompt, PromptRequest } from '../context/promptPlanner';
import type { EmbeddedFile, FileToEmbed } from '../context/search/meaningIndex';
import type { EmbeddedQuestion } from '../context/search/meaningSearch';
import type { RepositoryHit } from '../context/search/repositoryHit';

/** What the worker may read of the workspace: no folder in one that isn't trusted. */
export interface WorkerWorkspace {
  readonly folders: readonly WorkspaceFolder[];
  /** The globs of `files.exclude` that are on. */
  readonly excludeGlobs: readonly string[];
  /** Where the index is kept between sessions; nowhere when absent. */
  readonly indexFile?: string;
  /** Likewise the embeddings of its files. */
  readonly embeddingsFile?: string;
  /** The extension's own folder, which holds the grammars. */
  readonly extensionRoot: string;
}

/** What the worker gets as it starts: English texts with their translations. */
export type WorkerWords = Readonly<Record<string, string>>;

/** What chat asks of the repository and of a model's vocabulary. */
export type RepositoryQuery =
  | { readonly kind: 'count'; readonly digest: string; readonly texts: readonly string[] }
  | {
      readonly kind: 'search';
      readonly question: string;
      readonly most: number;
      readonly embedded?: EmbeddedQuestion;
    }
  /** `model` names the version of an embedding model. */
  | { readonly kind: 'embedded-pieces'; readonly model: string }
  | { readonly kind: 'next-to-embed'; readonly model: string }
  | { readonly kind: 'learn-embedded'; readonly model: string; readonly embedded: EmbeddedFile }
  | { readonly kind: 'paths' | 'folders'; readonly typed: string; readonly most: number }
  | { readonly kind: 'symbols'; readonly typed: string; readonly most: number };

export type QueryAnswer =
  | { readonly kind: 'count'; readonly counts: readonly number[]; readonly isExact: boolean }
  | { readonly kind: 'search'; readonly hits: readonly RepositoryHit[] }
  | { readonly kind: 'embedded-pieces'; readonly count: number }
  | { readonly kind: 'next-to-embed'; readonly file?: FileToEmbed }
  | { readonly kind: 'learn-embedded' }
  | { readonly kind: 'paths' | 'folders'; readonly paths: readonly string[] }
  | { readonly kind: 'symbols'; readonly definitions: readonly Definition[] };

/** What the editor's thread says to the context worker. */
export type ToWorker =
  | { readonly kind: 'build'; readonly id: number; readonly request: PromptRequest }
  | { readonly kind: 'query'; readonly id: number; readonly query: RepositoryQuery }
  | { readonly kind: 'abort'; readonly id: number }
  /** Copied, not transferred: it is told again to a worker that has to start anew. */
  | { readonly kind: 'vocabulary'; readonly digest: string; readonly showJson: Uint8Array }
  | { readonly kind: 'counted'; readonly reply: CountedReply }
  | { readonly kind: 'opened'; readonly documents: readonly OpenDocument[] }
  | { readonly kind: 'changed'; readonly document: OpenDocument }
  | { readonly kind: 'closed'; readonly uri: string }
  | { readonly kind: 'workspace'; readonly workspace: WorkerWorkspace }
  /** False stops the indexing of the workspace, true starts it again. */
  | { readonly kind: 'indexing'; readonly on: boolean }
  /** The answer to `hintsWanted`. */
  | { readonly kind: 'hints'; readonly id: number; readonly hints: readonly LanguageHint[] }
  /** Index paths of files or folders that were created, changed or deleted. */
  | { readonly kind: 'filesChanged'; readonly paths: readonly string[] };

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error';

/**
 * What the context worker says to the editor's thread. Each `build` gets one `built` or `failed`, each `query` one
 * `answered` or `failed`.
 */
export type FromWorker =
  | { readonly kind: 'built'; readonly id: number; readonly prompt: PlannedPrompt }
  | { readonly kind: 'answered'; readonly id: number; readonly answer: QueryAnswer }
  | { readonly kind: 'failed'; readonly id: number; readonly aborted: boolean; readonly cause: unknown }
  | { readonly kind: 'progress'; readonly progress: IndexProgress }
  /** Asks for what language servers say near a place; answered by `hints` of the same id. */
  | { readonly kind: 'hintsWanted'; readonly id: number; readonly uri: string; readonly cursorLine: number }
  | { readonly kind: 'log'; readonly level: LogLevel; readonly message: string; readonly cause?: unknown };

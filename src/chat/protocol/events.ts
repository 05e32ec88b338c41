// From the extension to the page: what has come, and what has changed.
import type { Mention } from './attachments';
import type { Composer } from './input';
import type {
  Activity,
  AnswerPart,
  Conversation,
  ConversationSummary,
  QuestionEdit,
  Turn,
} from './conversation';

/** From the extension to the page. */
export type PanelEvent =
  | Catalogue
  /** A conversation, whole: in answer to `open`, `new`, `ready`, and after any change that is not a delta. */
  | { readonly type: 'opened'; readonly conversation: Conversation }
  /** A turn that is new or has changed; `deltas` follow it while it streams. */
  | { readonly type: 'turn'; readonly conversation: string; readonly turn: Turn }
  | Deltas
  /** The conversation has begun or ended something: what can be stopped, and what was sent and is no turn yet. */
  | { readonly type: 'activity'; readonly conversation: string; readonly activity: Activity }
  | { readonly type: 'composer'; readonly composer: Composer }
  | { readonly type: 'mentions'; readonly request: number; readonly items: readonly Mention[] }
  | { readonly type: 'found'; readonly request: number; readonly hits: readonly SearchHit[] }
  /** Gives a question back that was not asked: into the composer, ahead of what was typed since. */
  | { readonly type: 'setDraft'; readonly conversation: string; readonly text: string }
  /** Gives an edited question back that was not asked: into its own box, in the place of the turn. */
  | { readonly type: 'setEdit'; readonly conversation: string; readonly edit: QuestionEdit }
  | { readonly type: 'notice'; readonly notice: Notice };

/** What exists besides the open conversation. Sent whole whenever any of it changes. */
export interface Catalogue {
  readonly type: 'catalogue';
  /** Pinned first, then the latest first. */
  readonly conversations: readonly ConversationSummary[];
  readonly slashCommands: readonly SlashCommand[];
}

/** Built in, or from `.fillwright/prompts/<name>.md`. */
export interface SlashCommand {
  /** Without the slash. */
  readonly name: string;
  readonly description: string;
  readonly argumentHint?: string;
  readonly source: 'built-in' | 'workspace';
}

/** Text that streams in, gathered over a few dozen ms. `part` is the index in the turn's parts; a new one begins there. */
export interface Deltas {
  readonly type: 'deltas';
  readonly conversation: string;
  readonly turn: string;
  readonly deltas: readonly {
    readonly part: number;
    readonly kind: AnswerPart['kind'];
    readonly text: string;
  }[];
}

export interface SearchHit {
  readonly conversation: ConversationSummary;
  /** Around the first hit in the texts; absent where only the title has it. */
  readonly excerpt?: string;
}

/** Something to tell that belongs to no turn. */
export interface Notice {
  readonly level: 'info' | 'warning' | 'error';
  readonly message: string;
}

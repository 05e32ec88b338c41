// What a conversation consists of, as the page shows it.
import type { Attachment } from './attachments';

export interface ConversationSummary {
  readonly id: string;
  /** Empty until there is one. */
  readonly title: string;
  readonly pinned: boolean;
  /** Milliseconds since 1970. */
  readonly updatedAt: number;
  readonly endpoint?: string;
  readonly model?: string;
  /** A question is made ready, or an answer or a summary is under way. */
  readonly isRunning: boolean;
}

export interface Conversation extends ConversationSummary {
  /** The branch that is shown, from the first turn on. */
  readonly turns: readonly Turn[];
  readonly pending?: PendingQuestion | undefined;
  /** What stands in the box; absent where nothing does. */
  readonly draft?: string;
  readonly edit?: QuestionEdit;
}

/** A new wording for a question that was sent, as it is being written. */
export interface QuestionEdit {
  readonly turn: string;
  readonly text: string;
}

/** A question that was sent and is no turn yet: attachments are read and room is made for it, or it comes back. */
export interface PendingQuestion {
  /** As typed. */
  readonly text: string;
  /** The turn that it takes the place of, where one was edited. */
  readonly replaces?: string;
}

/** What a conversation does at the moment. */
export interface Activity {
  readonly isRunning: boolean;
  readonly pending?: PendingQuestion;
}

export type Turn = UserTurn | AnswerTurn | SummaryTurn;

interface TurnIdentity {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly branch: BranchPlace;
}

/** Where a turn stands among those that were tried in its place. */
export interface BranchPlace {
  /** From 0. */
  readonly index: number;
  /** 1 where there is no other. */
  readonly count: number;
}

export interface UserTurn extends TurnIdentity {
  readonly kind: 'user';
  /** As typed, with its slash command. */
  readonly text: string;
  readonly attachments: readonly Attachment[];
}

export interface AnswerTurn extends TurnIdentity {
  readonly kind: 'answer';
  readonly endpoint: string;
  readonly model: string;
  /** In the order they came. The last of a kind grows by `deltas`. */
  readonly parts: readonly AnswerPart[];
  readonly state: AnswerState;
  readonly metrics?: AnswerMetrics;
}

/** Stands for all turns before it on its branch, which are no longer sent; made by the model. */
export interface SummaryTurn extends TurnIdentity {
  readonly kind: 'summary';
  readonly text: string;
  readonly replacedTurns: number;
  /** What was attached to them, by path or label: its contents are no longer sent as they were. */
  readonly attached: readonly string[];
  readonly state: AnswerState;
}

export type AnswerPart =
  | { readonly kind: 'text'; readonly text: string }
  /** `durationMs` is absent while the model still thinks. */
  | { readonly kind: 'thinking'; readonly text: string; readonly durationMs?: number };

export type AnswerState =
  /** Sent; nothing has come back yet. */
  | { readonly kind: 'waiting'; readonly reason: WaitReason }
  | { readonly kind: 'streaming' }
  | { readonly kind: 'finished'; readonly finishReason: AnswerFinish }
  /** By the user. What came is kept. */
  | { readonly kind: 'stopped' }
  /** What came is kept; `regenerate` tries again, `continue` goes on where something came. */
  | { readonly kind: 'failed'; readonly failure: Failure };

/** `queued`: another request has the host; `loading`: the host loads the model; `reading`: it reads the prompt. */
export type WaitReason = 'connecting' | 'queued' | 'loading' | 'reading';

/** `length`: the answer limit was met; `cut-off`: the stream ended without the host's last word; `empty`: no text came. */
export type AnswerFinish = 'stop' | 'length' | 'cut-off' | 'empty';

export interface Failure {
  /** A TransportErrorKind, or one of the chat's own. */
  readonly code: string;
  /** What failed and what to do, in one or two sentences. */
  readonly message: string;
  readonly isRetryable: boolean;
}

/** Durations in ms. */
export interface AnswerMetrics {
  readonly promptTokens?: number;
  readonly answerTokens?: number;
  readonly tokensPerSecond?: number;
  readonly firstTokenMs?: number;
  readonly totalMs?: number;
}

// What the panel's page and the extension say to each other. Plain values only: they cross a process border as JSON, and
// the page imports nothing else of the extension. Words for people are the page's: states and problems come as codes with
// their facts, `message` holds what a host or the system said.

/** From the page to the extension. */
export type PanelCommand =
  /** The page is loaded; `conversation` is what it showed before a reload. Answered with `catalogue`, `composer`, `opened`. */
  | { readonly type: 'ready'; readonly conversation?: string }
  | ConversationCommand
  | ComposerCommand
  | TurnCommand
  | AnswerAction
  /** `request` comes back with the answer, so that the page can drop late ones. */
  | { readonly type: 'completeMention'; readonly request: number; readonly query: MentionQuery };

/** Commands for the list of conversations, and for one as a whole. */
export type ConversationCommand =
  | { readonly type: 'new' }
  | { readonly type: 'open'; readonly conversation: string }
  | { readonly type: 'rename'; readonly conversation: string; readonly title: string }
  | { readonly type: 'pin'; readonly conversation: string; readonly pinned: boolean }
  | { readonly type: 'delete'; readonly conversation: string }
  /** The extension asks first. */
  | { readonly type: 'deleteAll' }
  /** As Markdown, into a new editor. */
  | { readonly type: 'export'; readonly conversation: string }
  /** Titles and texts; answered with `found`. */
  | { readonly type: 'search'; readonly request: number; readonly text: string }
  | { readonly type: 'compact'; readonly conversation: string };

/** Commands for what will be sent next in a conversation. */
export type ComposerCommand =
  /** The text as typed so far, for the meter; to be sent at most a few times a second. */
  | { readonly type: 'draft'; readonly conversation: string; readonly text: string }
  | {
      readonly type: 'pickModel';
      readonly conversation: string;
      readonly endpoint: string;
      readonly model: string;
    }
  | { readonly type: 'setThink'; readonly conversation: string; readonly think: ThinkValue }
  | { readonly type: 'attach'; readonly conversation: string; readonly source: AttachmentSource }
  | { readonly type: 'detach'; readonly conversation: string; readonly attachment: string }
  /** Asks the endpoints for their models and state again. */
  | { readonly type: 'refreshModels' };

/** Commands for turns. A turn is named by its id; ids are unique over all conversations. */
export type TurnCommand =
  /** Takes the composer's attachments along. `text` may begin with a slash command. */
  | { readonly type: 'send'; readonly conversation: string; readonly text: string }
  | { readonly type: 'stop'; readonly conversation: string }
  /** Another answer beside this one; also the retry of a failed one. */
  | { readonly type: 'regenerate'; readonly conversation: string; readonly turn: string }
  /** Another user turn beside this one, with its attachments and the composer's, and an answer to it. */
  | {
      readonly type: 'editAndResend';
      readonly conversation: string;
      readonly turn: string;
      readonly text: string;
    }
  /** Shows the sibling with this index of the turn's branches. */
  | {
      readonly type: 'chooseBranch';
      readonly conversation: string;
      readonly turn: string;
      readonly index: number;
    }
  /** With everything that follows it on its branch. */
  | { readonly type: 'deleteTurn'; readonly conversation: string; readonly turn: string }
  /** Goes on where an answer met its limit or broke off. */
  | { readonly type: 'continue'; readonly conversation: string; readonly turn: string };

/** What can be done with an answer's contents; carried out by the editor. */
export type AnswerAction =
  | { readonly type: 'openLink'; readonly href: string }
  /** A path from an answer, resolved inside the workspace only; `line` counts from 1. */
  | {
      readonly type: 'openFile';
      readonly path: string;
      readonly line?: number;
    }
  | { readonly type: 'openSymbol'; readonly name: string }
  | { readonly type: 'copyText'; readonly text: string }
  | { readonly type: 'codeBlock'; readonly action: CodeBlockAction; readonly block: CodeBlock }
  /** Opens the exact messages that a turn sent, or that the composer would send. */
  | { readonly type: 'showSent'; readonly conversation: string; readonly turn?: string };

export type CodeBlockAction = 'copy' | 'insert' | 'apply' | 'new-file' | 'run-in-terminal';

export interface CodeBlock {
  readonly code: string;
  /** The word behind the fence, empty where there is none. */
  readonly language: string;
  /** Path the answer gives for it (behind the fence's language or in the line above), as written there. */
  readonly path?: string;
  readonly conversation: string;
  readonly turn: string;
}

/** From the extension to the page. */
export type PanelEvent =
  | Catalogue
  /** A conversation, whole: in answer to `open`, `new`, `ready`, and after any change that is not a delta. */
  | { readonly type: 'opened'; readonly conversation: Conversation }
  /** A turn that is new or has changed; `deltas` follow it while it streams. */
  | { readonly type: 'turn'; readonly conversation: string; readonly turn: Turn }
  | Deltas
  | { readonly type: 'composer'; readonly composer: Composer }
  | { readonly type: 'mentions'; readonly request: number; readonly items: readonly Mention[] }
  | { readonly type: 'found'; readonly request: number; readonly hits: readonly SearchHit[] }
  /** Puts a text into the composer: a prompt that asks for more, a question from the editor. */
  | { readonly type: 'setDraft'; readonly conversation: string; readonly text: string }
  | { readonly type: 'notice'; readonly notice: Notice };

/** What exists besides the open conversation. Sent whole whenever any of it changes. */
export interface Catalogue {
  readonly type: 'catalogue';
  /** Pinned first, then the latest first. */
  readonly conversations: readonly ConversationSummary[];
  readonly slashCommands: readonly SlashCommand[];
}

export interface ConversationSummary {
  readonly id: string;
  /** Empty until there is one. */
  readonly title: string;
  readonly pinned: boolean;
  /** Milliseconds since 1970. */
  readonly updatedAt: number;
  readonly endpoint?: string;
  readonly model?: string;
  /** An answer is under way. */
  readonly isRunning: boolean;
}

/** Built in, or from `.fillwright/prompts/<name>.md`. */
export interface SlashCommand {
  /** Without the slash. */
  readonly name: string;
  readonly description: string;
  readonly argumentHint?: string;
  readonly source: 'built-in' | 'workspace';
}

export interface Conversation extends ConversationSummary {
  /** The branch that is shown, from the first turn on. */
  readonly turns: readonly Turn[];
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

/** All of the input area of one conversation. */
export interface Composer {
  readonly conversation: string;
  readonly endpoints: readonly EndpointChoice[];
  /** What answers next; absent where no endpoint has a model for chat. */
  readonly endpoint?: string;
  readonly model?: string;
  readonly think: ThinkChoice;
  /** The model takes images. */
  readonly acceptsImages: boolean;
  readonly attachments: readonly Attachment[];
  readonly meter: ContextMeter;
  /** Why sending would be refused now; absent when it would not. */
  readonly obstacle?: SendObstacle;
}

export interface EndpointChoice {
  readonly name: string;
  readonly state: 'unknown' | 'reachable' | 'busy' | 'failed';
  /** With `failed`: what stands in the way. */
  readonly failure?: Failure;
  readonly models: readonly ModelChoice[];
}

export interface ModelChoice {
  readonly tag: string;
  readonly sizeBytes?: number;
  readonly parameterSize?: string;
  readonly quantization?: string;
  /** Tokens the model was trained for. */
  readonly contextLength?: number;
  readonly capabilities: { readonly thinking: boolean; readonly vision: boolean; readonly tools: boolean };
  /** In the host's memory now. */
  readonly isLoaded: boolean;
}

/** `true` and `false` switch; a text is a level. */
export type ThinkValue = boolean | string;

/** `always`: the model thinks and can't be kept from it. */
export interface ThinkChoice {
  readonly kind: 'none' | 'switch' | 'levels' | 'always';
  /** With `levels`, weakest first. */
  readonly levels: readonly string[];
  readonly value: ThinkValue;
}

/** In tokens. used + reserved ≤ window, or there is an obstacle. */
export interface ContextMeter {
  readonly window: number;
  /** Everything that would be sent. */
  readonly used: number;
  /** Kept free for the answer. */
  readonly reserved: number;
  /** False: counted by the look of the text, for the model's vocabulary is not known. */
  readonly isExact: boolean;
  readonly parts: readonly MeterPart[];
}

export interface MeterPart {
  readonly kind: 'instructions' | 'conversation' | 'attachments' | 'draft';
  readonly tokens: number;
}

export type SendObstacle =
  /** `overTokens` more than fit. `canCompact`: a summary of the conversation would make room. */
  | { readonly code: 'does-not-fit'; readonly overTokens: number; readonly canCompact: boolean }
  | { readonly code: 'no-model' }
  | { readonly code: 'images-unsupported' }
  | { readonly code: 'attachment-problem' }
  | { readonly code: 'answer-under-way' };

/** What can be attached, by name; its text is read when it is sent. Paths are relative to the workspace. */
export type AttachmentSource =
  | { readonly kind: 'file'; readonly path: string; readonly startLine?: number; readonly endLine?: number }
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'symbol'; readonly name: string; readonly path: string; readonly line: number }
  /** The text is held from the moment of attaching. Lines count from 1. */
  | {
      readonly kind: 'selection';
      readonly path: string;
      readonly startLine: number;
      readonly endLine: number;
      readonly text: string;
    }
  /** The active editor's selection now; becomes a `selection`. */
  | { readonly kind: 'active-selection' }
  | { readonly kind: 'open-editors' }
  | { readonly kind: 'problems'; readonly path?: string }
  | { readonly kind: 'diff' }
  | { readonly kind: 'terminal' }
  /** What the repository's index finds for the message it is sent with. */
  | { readonly kind: 'repo' }
  /** A file or folder dropped on the page, as the URI in its transfer data. */
  | { readonly kind: 'uri'; readonly uri: string }
  /** Pasted or dropped. `base64` without a `data:` prefix. */
  | { readonly kind: 'image'; readonly name: string; readonly mediaType: string; readonly base64: string };

/** A chip. */
export interface Attachment {
  readonly id: string;
  readonly kind: Exclude<AttachmentSource['kind'], 'active-selection' | 'uri'>;
  /** Short: a file's name with lines, a symbol's name. */
  readonly label: string;
  /** Path, or what it stands for. */
  readonly detail?: string;
  /** Absent while it is counted, and for images where the host does not tell. */
  readonly tokens?: number;
  readonly isExact: boolean;
  readonly problem?: AttachmentProblem;
  /** For `openFile`. */
  readonly path?: string;
  readonly line?: number;
}

/** Why an attachment can't be sent; sending waits until it is removed. */
export interface AttachmentProblem {
  readonly code:
    | 'secret'
    | 'ignored'
    | 'outside-workspace'
    | 'not-found'
    | 'binary'
    | 'too-large'
    | 'empty'
    | 'unavailable'
    | 'untrusted-workspace';
  /** One sentence with the facts. */
  readonly message: string;
}

/** What stands behind the `@`. `kind` once one is chosen: `@file src/c`. */
export interface MentionQuery {
  readonly kind?: 'file' | 'folder' | 'symbol';
  readonly text: string;
}

/** An entry of the list under the cursor. Choosing one with `source` attaches it, with `narrow` goes on to that kind. */
export interface Mention {
  readonly label: string;
  readonly detail?: string;
  readonly source?: AttachmentSource;
  readonly narrow?: MentionQuery['kind'];
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

// From the page to the extension: what it asks for.
import type { AttachmentSource, MentionQuery } from './attachments';
import type { QuestionEdit } from './conversation';
import type { ThinkValue } from './input';

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
  /** The edit of a question as written so far, as often; without one, editing has ended. */
  | { readonly type: 'edit'; readonly conversation: string; readonly edit?: QuestionEdit }
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

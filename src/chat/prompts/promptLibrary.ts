import type { AttachmentSource, SlashCommand } from '../protocol';

/** Typed alone, it asks nothing: the conversation is summarized. */
export const COMPACT = '/compact';

/** What is sent for a text that may begin with a slash command. */
export type Expansion =
  | { readonly kind: 'prompt'; readonly prompt: string; readonly attach: readonly AttachmentSource[] }
  /** `/clear`: nothing is sent, a new conversation begins. */
  | { readonly kind: 'clear' }
  /** It names a file that is no command though it was meant to be: why, in a sentence. */
  | { readonly kind: 'refused'; readonly problem: string };

/** The slash commands: Fillwright's own and those of the workspace. */
export interface PromptLibrary {
  list(): Promise<readonly SlashCommand[]>;
  /** Files of the workspace that are no commands though they were meant to be: a sentence for each. */
  problems(): Promise<readonly string[]>;
  /** A text that begins with no known command is its own prompt. */
  expand(text: string): Promise<Expansion>;
}

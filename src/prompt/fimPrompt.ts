import type { ContextSource } from './contextItem';

/** A context item in a prompt, with what it costs there (path line and separators included). Its text is the prompt's. */
export interface PlacedItem extends ContextSource {
  readonly tokens: number;
  /** UTF-16 offset into the prompt's text right behind the item and its separator. */
  readonly endChar: number;
}

export interface PromptTokens {
  readonly total: number;
  readonly context: number;
  readonly prefix: number;
  readonly suffix: number;
  /** False when counted by estimate. */
  readonly exact: boolean;
}

/** A prompt ready to be sent raw, and what is in it. */
export interface FimPrompt {
  readonly text: string;
  readonly stops: readonly string[];
  /** The context window it was built for, in tokens. */
  readonly window: number;
  readonly tokens: PromptTokens;
  /** UTF-16 units of `text` that stay byte-identical until the next re-plan or step of the prefix's edge. */
  readonly headChars: number;
  /** UTF-16 units of the target that are shown before and behind the cursor. */
  readonly prefixChars: number;
  readonly suffixChars: number;
  readonly items: readonly PlacedItem[];
  /** Secrets of the target that the prompt shows as asterisks; absent where there are none. */
  readonly maskedSecrets?: number;
}

import type { ContextItem } from '../prompt/contextItem';
import type { TargetText } from '../prompt/targetText';
import type { TokenCounter } from '../prompt/tokenCounter';
import type { OpenDocument } from './promptPlanner';

/** What a plan's context is gathered for. */
export interface GatherRequest {
  readonly target: TargetText;
  /** The most recently used first; the target itself may be among them. */
  readonly openDocuments: readonly OpenDocument[];
  /** UTF-16 units of the target's prefix and suffix, nearest the cursor, that the prompt shows anyway; about. */
  readonly shownPrefixChars: number;
  readonly shownSuffixChars: number;
  readonly counter: TokenCounter;
  /** Tokens that all items may take together. */
  readonly shareTokens: number;
  /** What an item costs in the prompt, its path line included. */
  readonly tokensOf: (item: ContextItem) => number;
}

/** Finds what else the model should see. Items come in the order they are to stand in the prompt. */
export interface ContextGatherer {
  /** Grows when gathering anew would find clearly more, such as when the repository has been indexed. */
  revision?(): number;
  /** Whether something that was just written is clearly defined in a place that the items don't show; quick to tell. */
  lacks?(target: TargetText, items: readonly ContextItem[]): boolean;
  gather(request: GatherRequest, signal: AbortSignal): Promise<readonly ContextItem[]>;
}

import type { ModelFamily } from '../model/family';
import type { PromptLimits } from '../prompt/budget';
import type { FimPrompt } from '../prompt/fimPrompt';
import type { TargetText } from '../prompt/targetText';
import type { CursorScope } from './cursorScope';

export type { PromptLimits };

/** What the planner must know of the model a prompt is for. */
export interface PromptModel {
  readonly endpoint: string;
  readonly tag: string;
  readonly digest: string;
  readonly family: ModelFamily;
  /** Tokens the host really gives this model. */
  readonly window: number;
  /** Whether the BOS text must be written because the host does not add it. */
  readonly writesBos: boolean;
}

/** A document open in the editor, with its unsaved text. */
export interface OpenDocument {
  readonly uri: string;
  readonly path: string;
  readonly languageId: string;
  readonly version: number;
  readonly text: string;
}

/** What a host counted of a prompt, or of the beginning of one, whose tokens are estimates. */
export interface CountedReply {
  readonly model: PromptModel;
  readonly languageId: string;
  readonly prompt: string;
  /** As the host gives it, with or without what it had cached. */
  readonly countedTokens: number;
  /** Of the prompt, 0 to 1, that the host most likely had in its cache. */
  readonly cachedShare: number;
}

export interface PromptRequest {
  readonly target: TargetText;
  readonly model: PromptModel;
  readonly limits: PromptLimits;
  /** Set while the user is idle: a better plan may then replace a good one, whatever it costs the host to read. */
  readonly idle?: boolean;
}

/** A prompt, and what its cursor stands in where the grammar tells. */
export interface PlannedPrompt extends FimPrompt {
  readonly scope?: CursorScope;
}

/**
 * Builds prompts: the port between the completion engine and the context engine, which lives in a worker thread.
 * Never rejects for want of context: what can't be gathered is missing from the prompt.
 */
export interface PromptPlanner {
  /** Hands over the raw `/api/show` JSON that holds the model's vocabulary; counts become exact for that digest. */
  learnVocabulary(digest: string, showJson: Uint8Array): Promise<void>;
  /** Brings the estimates nearer to the truth where the vocabulary is not known. */
  replyCounted(reply: CountedReply): void;
  /** The documents open in tabs, the most recently used first, without secret or excluded ones. */
  documentsOpened(documents: readonly OpenDocument[]): void;
  documentChanged(document: OpenDocument): void;
  documentClosed(uri: string): void;
  build(request: PromptRequest, signal: AbortSignal): Promise<PlannedPrompt>;
}

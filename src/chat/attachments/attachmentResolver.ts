import type { Attachment, AttachmentSource, Mention, MentionQuery } from '../protocol';

/** A source with what it holds now. */
export interface ResolvedAttachment {
  /** What was asked for, as exact as it is known by now: a selection with its text, a URI as its path. */
  readonly source: AttachmentSource;
  readonly shown: Omit<Attachment, 'id' | 'tokens' | 'isExact'>;
  readonly text?: string;
  readonly imageBase64?: string;
}

export interface AttachmentPurpose {
  /** What will be asked about it, as far as it is known. */
  readonly question: string;
  /** For what is gathered to measure: so much of it at most. */
  readonly budgetTokens: number;
}

/** Finds and reads what can be attached. */
export interface AttachmentResolver {
  /** Never rejects but for an abort: what can't be attached comes with its problem. */
  resolve(
    source: AttachmentSource,
    purpose: AttachmentPurpose,
    signal: AbortSignal,
  ): Promise<ResolvedAttachment>;
  mentions(query: MentionQuery, signal: AbortSignal): Promise<readonly Mention[]>;
}

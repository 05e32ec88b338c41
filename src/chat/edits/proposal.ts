/** What an answer's code block makes of a document: its new lines, or why nothing sound can be made of it. */
export type Proposal = ProposedText | { readonly kind: 'refused'; readonly refusal: EditRefusal };

export interface ProposedText {
  readonly kind: 'proposed';
  /** The whole document as it would be, without line ends. */
  readonly lines: readonly string[];
  readonly how: 'whole-file' | 'selection' | 'snippet' | 'diff';
}

/** Lines count from 1, in the block; hunks too. */
export type EditRefusal =
  | { readonly code: 'no-code' }
  | { readonly code: 'no-change' }
  /** The answer ended in the middle of its code. */
  | { readonly code: 'cut-short' }
  /** Nothing in the block tells where it belongs. */
  | { readonly code: 'no-place'; readonly line: number }
  /** Its lines fit several places equally well. */
  | { readonly code: 'ambiguous-place'; readonly line: number }
  /** A line leaves out code in its middle. */
  | { readonly code: 'hidden-code'; readonly line: number }
  | { readonly code: 'too-large' }
  | { readonly code: 'garbled-diff'; readonly line: number }
  /** The lines that the hunk takes away or keeps are not in the document. */
  | { readonly code: 'hunk-not-found'; readonly hunk: number; readonly missing: string }
  | { readonly code: 'hunk-ambiguous'; readonly hunk: number; readonly places: number }
  /** It changes lines that the hunk before it changes too. */
  | { readonly code: 'hunks-overlap'; readonly hunk: number }
  | { readonly code: 'several-files'; readonly paths: readonly string[] };

export function refused(refusal: EditRefusal): Proposal {
  return { kind: 'refused', refusal };
}

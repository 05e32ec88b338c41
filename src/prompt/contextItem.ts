/**
 * How much of a file an item holds: all of it, chosen definitions, signatures with the bodies elided, or some lines.
 */
export type ContextItemKind = 'file' | 'definition' | 'skeleton' | 'snippet';

/** Where a piece of context comes from, and why. */
export interface ContextSource {
  readonly kind: ContextItemKind;
  /** Relative to its workspace folder, with forward slashes. */
  readonly path: string;
  /** First and last line it was taken from: 1-based, inclusive. */
  readonly startLine: number;
  readonly endLine: number;
  /** Why it was chosen, in words a user understands: "defines `parseSettings`, used on line 12". */
  readonly reason: string;
}

/** A piece of code from elsewhere than the cursor's surroundings that the model gets to see. */
export interface ContextItem extends ContextSource {
  /** As it stands in the prompt, without the path line. */
  readonly text: string;
}

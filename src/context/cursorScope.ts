import type { TargetText } from '../prompt/targetText';

/**
 * What the cursor stands in, by the grammar: the body of a block or a bracketed list, with something in it or not (but
 * comments), a string, a comment to the line's end, or text that documents (a docstring, a comment of several lines).
 */
export type CursorScope = 'empty-body' | 'body' | 'empty-list' | 'list' | 'string' | 'comment' | 'doc';

/** Tells the scope; undefined where there is no grammar for the language, or only a part of a large file is at hand. */
export interface CursorScopes {
  at(target: TargetText): Promise<CursorScope | undefined>;
}

import type { PostprocessRule } from './rule';

/** Drops white space at the end, which nobody sees and which would be left behind in the file. */
export const trimEnd: PostprocessRule = (text) => text.trimEnd();

import { loneBrackets, openerOf } from '../brackets';
import type { PostprocessRule } from './rule';

// Brackets further above than this are taken as open: scanning a whole file for each answer is too slow.
const CHARS_LOOKED_AT = 20_000;

/** Cuts before a closing bracket that nothing before it has opened. */
export const cutAtLoneCloser: PostprocessRule = (text, { origin }) => {
  const { closers } = loneBrackets(text);
  if (closers.length === 0 || origin.prefix.length > CHARS_LOOKED_AT) return text;
  const open = loneBrackets(origin.prefix).openers.map(({ bracket }) => bracket);
  const lone = closers.find(({ bracket }) => open.pop() !== openerOf(bracket));
  return lone === undefined ? text : text.slice(0, lone.offset);
};

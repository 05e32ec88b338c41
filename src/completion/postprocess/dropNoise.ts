import { linePrefix } from '../place';
import type { PostprocessRule } from './rule';

const COMMENT_LINE = /^\s*(\/\/|\/\*|\*\/|\*|#(?!\[|!|include|define|if|endif|else|pragma)|--\s|<!--)/;

/** Drops a text of white space only, or, unless it was asked for or a comment is being written, of comments only. */
export const dropNoise: PostprocessRule = (text, { origin, trigger }) => {
  if (text.trim() === '') return '';
  if (trigger === 'invoked' || linePrefix(origin).trim() !== '') return text;
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.every((line) => COMMENT_LINE.test(line)) ? '' : text;
};

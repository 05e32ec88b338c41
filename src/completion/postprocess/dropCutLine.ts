import type { PostprocessRule } from './rule';

/** Drops the last line of a text that was cut short, unless it is the only one. */
export const dropCutLine: PostprocessRule = (text, { cutShort }) => {
  const lastBreak = text.lastIndexOf('\n');
  return cutShort && text.slice(0, Math.max(lastBreak, 0)).trim() !== '' ? text.slice(0, lastBreak) : text;
};

import type { PostprocessRule } from './rule';

const LONE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/** Cuts before half a character: a stream may be cut in the middle of an emoji. One at the start is dropped. */
export const dropLoneSurrogates: PostprocessRule = (text) => {
  const whole = LONE.exec(text)?.index === 0 ? text.slice(1) : text;
  const found = LONE.exec(whole);
  return found === null ? whole : whole.slice(0, found.index);
};

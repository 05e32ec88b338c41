import { completeLines, type StreamRule } from './streamRule';

/** Extent `line`: ends at the first line end behind some text. */
export const atLineEnd: StreamRule = (text, { extent }) =>
  extent === 'line' ? completeLines(text).find((line) => line.text.trim() !== '')?.end : undefined;

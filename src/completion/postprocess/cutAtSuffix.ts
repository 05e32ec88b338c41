import { isSameLine } from '../stream/suffixLine';
import type { PostprocessRule } from './rule';

// The suffix's lines that are compared: what a model writes again is what comes right behind the hole.
const LINES_COMPARED = 12;

/** Cuts the end of the text off where it says what the lines below the cursor say already. */
export const cutAtSuffix: PostprocessRule = (text, { origin }) => {
  const below = origin.suffix
    .split('\n', LINES_COMPARED + 1)
    .slice(1)
    .filter((line) => line.trim() !== '');
  if (below.length === 0) return text;
  const lines = text.split('\n');
  for (let start = 1; start < lines.length; start += 1) {
    const tail = lines.slice(start).filter((line) => line.trim() !== '');
    const same = tail.length > 0 && tail.every((line, index) => isSameLine(line, below[index] ?? ''));
    if (same) return lines.slice(0, start).join('\n');
  }
  return text;
};

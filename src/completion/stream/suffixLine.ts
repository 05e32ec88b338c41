import { nextLine } from '../place';
import { completeLines, type StreamRule } from './streamRule';

// Shorter lines (`}`, `end`) stand everywhere: they count only with the very same indentation.
const DISTINCTIVE_CHARS = 6;

/** Ends before the line that already stands below the cursor: the model has reached the suffix. */
export const atSuffixLine: StreamRule = (text, { origin }) => {
  const next = nextLine(origin);
  if (next === undefined) return undefined;
  const [, ...lines] = completeLines(text);
  return lines
    .map((line) => (isSameLine(line.text, next) ? line.start - 1 : undefined))
    .find((end) => end !== undefined);
};

export function isSameLine(line: string, other: string): boolean {
  if (line.trimEnd() === other.trimEnd()) return true;
  return line.trim() === other.trim() && line.trim().length >= DISTINCTIVE_CHARS;
}

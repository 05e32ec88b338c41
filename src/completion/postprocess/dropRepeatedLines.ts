import { linesAbove, type Place } from '../place';
import type { PostprocessRule } from './rule';

// Short lines (`}`, `break;`) repeat in good code.
const MIN_REPEATED_CHARS = 10;
const LINES_LOOKED_AT = 30;

/** Cuts where the text repeats what stands right above: its first line the line above, or two lines any two of them. */
export const dropRepeatedLines: PostprocessRule = (text, { origin }) => {
  const above = linesAbove(origin, LINES_LOOKED_AT).map((line) => line.trim());
  const lines = writtenLines(text, origin);
  const repeated = lines.findIndex((line, index) => repeats(lines, index, above));
  if (repeated < 0) return text;
  return repeated === 0 ? '' : text.split('\n').slice(0, lines[repeated]?.number).join('\n');
};

interface WrittenLine {
  readonly number: number;
  readonly text: string;
}

/** The text's lines that are not blank, the first one with what stands before the cursor. */
function writtenLines(text: string, origin: Place): WrittenLine[] {
  const before = origin.prefix.slice(origin.prefix.lastIndexOf('\n') + 1);
  return text
    .split('\n')
    .map((line, number) => ({ number, text: (number === 0 ? before + line : line).trim() }))
    .filter((line, index) => line.text !== '' && !(index === 0 && text.startsWith('\n')));
}

function repeats(lines: readonly WrittenLine[], index: number, above: readonly string[]): boolean {
  const line = lines[index]?.text ?? '';
  if (line.length < MIN_REPEATED_CHARS) return false;
  if (index === 0 && line === above[0]) return true;
  const next = lines[index + 1]?.text ?? '';
  if (next.length < MIN_REPEATED_CHARS) return false;
  // `above` stands nearest first, so the pair stands in it the other way round.
  return above.some((other, at) => other === next && above[at + 1] === line);
}

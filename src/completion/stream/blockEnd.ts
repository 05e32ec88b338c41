import { loneBrackets } from '../brackets';
import { opensBlock } from '../extent';
import { indentation, linePrefix, nextLine, type Place } from '../place';
import { completeLines, type CompleteLine, type StreamRule } from './streamRule';

/** Ends before the line that is indented less than the body, or behind the one that closes it. */
export const atBlockEnd: StreamRule = (text, { extent, origin }) => {
  if (extent === 'line') return undefined;
  const floor = bodyFloor(origin);
  const [first, ...lines] = completeLines(text);
  if (first === undefined) return undefined;
  const isOutside = (line: string): boolean => line.trim() !== '' && indentation(line) < floor;
  const outside = lines.find((line) => isOutside(line.text));
  if (outside !== undefined) return closesBody(outside, text, origin) ? outside.end : outside.start - 1;
  // What a line begins with tells that it is outside; only one that may close the body is waited for.
  const begun = text.slice((lines.at(-1) ?? first).end + 1);
  return isOutside(begun) && !beginsWithCloser(begun) ? text.length - begun.length - 1 : undefined;
};

/** Columns a line must be indented at least to belong to the body the cursor stands in. */
function bodyFloor(origin: Place): number {
  const line = linePrefix(origin);
  return indentation(line) + (line.trim() !== '' && opensBlock(line) ? 1 : 0);
}

/** The line begins with the closer of a bracket that is open since before it, and the suffix does not have it yet. */
function closesBody(line: CompleteLine, text: string, origin: Place): boolean {
  if (!beginsWithCloser(line.text)) return false;
  const below = nextLine(origin);
  if (below?.trim()[0] === line.text.trim()[0] && indentation(below ?? '') === indentation(line.text))
    return false;
  return loneBrackets(`${linePrefix(origin)}${text.slice(0, line.end)}`).closers.length <= 1;
}

function beginsWithCloser(line: string): boolean {
  return /^\s*[)\]}]/.test(line);
}

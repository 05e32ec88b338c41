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
  const outside = lines.find((line) => line.text.trim() !== '' && indentation(line.text) < floor);
  if (outside === undefined) return undefined;
  return closesBody(outside, text, origin) ? outside.end : outside.start - 1;
};

/** Columns a line must be indented at least to belong to the body the cursor stands in. */
function bodyFloor(origin: Place): number {
  const line = linePrefix(origin);
  return indentation(line) + (line.trim() !== '' && opensBlock(line) ? 1 : 0);
}

/** The line begins with the closer of a bracket that is open since before it, and the suffix does not have it yet. */
function closesBody(line: CompleteLine, text: string, origin: Place): boolean {
  if (!/^\s*[)\]}]/.test(line.text)) return false;
  const below = nextLine(origin);
  if (below?.trim()[0] === line.text.trim()[0] && indentation(below ?? '') === indentation(line.text))
    return false;
  return loneBrackets(`${linePrefix(origin)}${text.slice(0, line.end)}`).closers.length <= 1;
}

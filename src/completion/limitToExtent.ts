import { loneBrackets } from './brackets';
import type { Extent } from './extent';
import { completeLines } from './stream/streamRule';

/**
 * As much of a longer text as is suggested at a time: of a block `mostLines`, and as many more as its brackets hold
 * open. What is left comes once this much is accepted or typed.
 */
export function limitToExtent(text: string, extent: Extent, mostLines = Infinity): string {
  if (extent === 'block' && mostLines === Infinity) return text;
  const lines = completeLines(`${text}\n`).filter((line) => line.text.trim() !== '');
  const from = extent === 'block' ? mostLines - 1 : 0;
  const last =
    extent === 'line' ? lines[0] : lines.slice(from).find(({ end }) => !isHeldOpen(text.slice(0, end)));
  return last === undefined ? text : text.slice(0, last.end);
}

/**
 * A statement goes on while a round or square bracket opened in it is open. A brace does not hold it open unless it
 * stands in such a bracket: a body is suggested on its own, once its head stands.
 */
function isHeldOpen(text: string): boolean {
  return loneBrackets(text).openers.some(({ bracket }) => bracket !== '{');
}

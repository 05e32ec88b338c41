import { loneBrackets } from '../brackets';
import type { CompletionItem } from '../outcome';
import { lineSuffix, type Place } from '../place';

export type FittedLine = Pick<CompletionItem, 'text' | 'replaceAfter'>;

// Fewer characters of a word behind the cursor may be there by chance.
const MIN_WORD_OVERLAP = 3;

/**
 * Fits a text to what stands behind the cursor on its line: what is there already is not said again, and closers an
 * editor inserted are replaced where the text closes them itself. Undefined when the two can't stand together.
 */
export function fitLine(text: string, place: Place): FittedLine | undefined {
  const behind = lineSuffix(place).trimEnd();
  if (behind === '') return { text, replaceAfter: 0 };
  const lineEnd = text.indexOf('\n');
  const first = lineEnd < 0 ? text : text.slice(0, lineEnd);
  const more = lineEnd < 0 ? '' : text.slice(lineEnd);
  const closed = closersReplaced(first, more, behind);
  if (closed > 0 && closed === behind.length) return { text, replaceAfter: closed };
  // More lines can't stand before the rest of this one, so only the first is kept.
  const kept = withoutRepeats(withoutOverlap(first, behind), behind.trimStart());
  return kept.trim() === '' ? undefined : { text: kept, replaceAfter: 0 };
}

/** How many characters behind the cursor are closers that `first` has as well: the ones it has in excess. */
function closersReplaced(first: string, more: string, behind: string): number {
  const { closers, openers } = loneBrackets(first + more);
  if (openers.length > 0) return 0;
  const excess = closers.map(({ bracket }) => bracket);
  if (more === '' && first.endsWith(behind)) return 0;
  let replaced = 0;
  for (const character of behind) {
    if (excess[0] === character) excess.shift();
    else if (!(/["'`;,]/.test(character) && first.includes(character))) break;
    replaced += 1;
  }
  return isSubsequence(behind.slice(0, replaced), first) ? replaced : 0;
}

/** VS Code shows only what is added around the replaced text, so that text must be found in the new one. */
function isSubsequence(part: string, text: string): boolean {
  let from = 0;
  for (const character of part) {
    from = text.indexOf(character, from) + 1;
    if (from === 0) return false;
  }
  return true;
}

/** `line` without its end that is the beginning of what stands behind it. */
function withoutOverlap(line: string, behind: string): string {
  const start = behind.trimStart();
  const trimmed = line.trimEnd();
  for (let length = Math.min(trimmed.length, start.length); length > 0; length -= 1) {
    const overlap = start.slice(0, length);
    if (trimmed.endsWith(overlap) && isTelling(overlap, trimmed, start)) {
      const kept = trimmed.slice(0, -length);
      return start.length < behind.length ? kept.trimEnd() : kept;
    }
  }
  return line;
}

/** What is left may end with the whole of what stands behind it once more. */
function withoutRepeats(line: string, behind: string): string {
  let kept = line;
  while (!isClosing(behind) && kept.endsWith(behind)) kept = kept.slice(0, -behind.length);
  return kept;
}

function isTelling(overlap: string, line: string, behind: string): boolean {
  if (overlap === behind) return isClosing(overlap) ? !isNeeded(overlap, line) : true;
  return isClosing(overlap) ? !isNeeded(overlap, line) : overlap.length >= MIN_WORD_OVERLAP;
}

function isClosing(text: string): boolean {
  return /^[)\]}>"'`;,:\s]+$/.test(text);
}

/** The closers close what the line itself has opened, so they are not the ones behind the cursor. */
function isNeeded(overlap: string, line: string): boolean {
  const lone = loneBrackets(line).closers.length;
  const brackets = overlap.match(/[)\]}]/g)?.length ?? 0;
  return brackets > lone;
}

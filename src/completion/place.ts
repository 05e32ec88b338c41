import type { TargetText } from '../prompt/targetText';

/** Where a completion belongs: the document's whole text around the cursor, never the prompt's window of it. */
export type Place = Pick<TargetText, 'uri' | 'prefix' | 'suffix'>;

/** What stands on the cursor's line before it. */
export function linePrefix(place: Place): string {
  return place.prefix.slice(place.prefix.lastIndexOf('\n') + 1);
}

/** What stands on the cursor's line behind it, without the line end. */
export function lineSuffix(place: Place): string {
  const end = place.suffix.indexOf('\n');
  const line = end < 0 ? place.suffix : place.suffix.slice(0, end);
  return line.endsWith('\r') ? line.slice(0, -1) : line;
}

/** The first line below the cursor's that is not blank, without its line end. */
export function nextLine(place: Place): string | undefined {
  let start = place.suffix.indexOf('\n') + 1;
  while (start > 0 && start < place.suffix.length) {
    const end = place.suffix.indexOf('\n', start);
    const line = place.suffix.slice(start, end < 0 ? undefined : end);
    if (line.trim() !== '') return line.replace(/\r$/, '');
    start = end + 1;
  }
  return undefined;
}

/** The nearest line above the cursor's that is not blank, without its line end. */
export function previousLine(place: Place): string | undefined {
  return linesAbove(place, 1)[0];
}

/** Up to `count` lines above the cursor's that are not blank, the nearest first, without their line ends. */
export function linesAbove(place: Place, count: number): string[] {
  const lines: string[] = [];
  let end = place.prefix.lastIndexOf('\n');
  while (end >= 0 && lines.length < count) {
    const start = end === 0 ? -1 : place.prefix.lastIndexOf('\n', end - 1);
    const line = place.prefix.slice(start + 1, end).replace(/\r$/, '');
    if (line.trim() !== '') lines.push(line);
    end = start;
  }
  return lines;
}

// A tab counts as this many columns where lines with tabs and with spaces meet.
const TAB_COLUMNS = 4;

/** The columns of white space a line begins with. */
export function indentation(line: string): number {
  let columns = 0;
  for (const character of line) {
    if (character === '\t') columns += TAB_COLUMNS;
    else if (character === ' ') columns += 1;
    else break;
  }
  return columns;
}

import type { TypingResult } from './typing';
import { floorOf, floorWords, keepsFloor } from './typingFloors';

/** The column whose floors stand beside the figures. */
const FLOORS_OF = 'fillwright q0.6';
const MISSED = '✘';

/** Prints the figures, a row each and a column for each run, with the floors and a mark where one is missed. */
export function printTypingReport(results: readonly TypingResult[]): void {
  const names = Object.keys(results[0]?.figures ?? {});
  const shown = results.find(({ title }) => title === FLOORS_OF);
  const rows = names.map((name) => [
    name,
    ...results.map((result) => cell(name, result)),
    floorCell(name, shown),
  ]);
  printRows([['', ...results.map(({ title }) => title), 'floor at q0.6'], ...rows]);
  printMissed(results);
}

function cell(name: string, result: TypingResult): string {
  const value = result.figures[name] ?? Number.NaN;
  const floor = floorOf(name, result);
  const mark = floor === undefined || keepsFloor(value, floor) ? '' : `${MISSED} `;
  return mark + (Number.isNaN(value) ? '–' : String(value));
}

function floorCell(name: string, result: TypingResult | undefined): string {
  const floor = result && floorOf(name, result);
  return floor === undefined ? '' : floorWords(floor);
}

function printRows(rows: readonly (readonly string[])[]): void {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  for (const [name = '', ...cells] of rows) {
    const padded = cells.map((text, index) => text.padStart(widths[index + 1] ?? 0));
    console.log(`${name.padEnd(widths[0] ?? 0)}  ${padded.join('  ')}`.trimEnd());
  }
}

function printMissed(results: readonly TypingResult[]): void {
  let asked = 0;
  const missed: string[] = [];
  for (const result of results) {
    for (const [name, value] of Object.entries(result.figures)) {
      const floor = floorOf(name, result);
      if (floor === undefined) continue;
      asked += 1;
      if (!keepsFloor(value, floor)) missed.push(`${result.title}: ${name} ${value}, ${floorWords(floor)}`);
    }
  }
  console.log(`\n${asked - missed.length} of ${asked} floors hold.`);
  for (const each of missed) console.log(`${MISSED} ${each}`);
}

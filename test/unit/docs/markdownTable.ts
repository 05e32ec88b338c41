import { readFileSync } from 'node:fs';
import { fromRoot } from '../../../tools/root';

/** The cells of each row of the one table in a document, or in the section of it that this heading begins. */
export function tableRows(file: string, heading?: string): readonly (readonly string[])[] {
  const text = readFileSync(fromRoot('docs', file), 'utf8');
  const sections = heading === undefined ? [text] : text.split(/^## /m);
  const section = sections.find((each) => each.startsWith(heading ?? '')) ?? '';
  const [, , ...rows] = section.split('\n').filter((line) => line.startsWith('|'));
  return rows.map(cellsOf);
}

/** What the cell of the tests names. */
export function namedTests(cell: string): readonly string[] {
  return cell.split('<br>').filter((title) => title !== '');
}

function cellsOf(line: string): readonly string[] {
  return line
    .slice(1, line.lastIndexOf('|'))
    .split('|')
    .map((cell) => cell.trim());
}

import { stripVTControlCharacters } from 'node:util';

/** Terminal output without colours, titles and cursor moves, with plain line ends. */
export function plainTerminalText(raw: string): string {
  return stripVTControlCharacters(raw).replace(/\r\n?/g, '\n');
}

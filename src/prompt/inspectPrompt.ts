import { grouped } from '../common/grouped';
import type { FimPrompt } from './fimPrompt';
import type { TargetText } from './targetText';

/** Ends the table, so that what follows is the prompt to the letter. */
export const INSPECTOR_RULE = '─'.repeat(72);

interface Row {
  readonly section: string;
  readonly lines: string;
  readonly tokens: number;
  readonly reason: string;
  /** UTF-16 units of the prompt that the host must have cached for the section to count as cached. */
  readonly readAtChar?: number;
}

const HEADINGS = ['Section', 'Lines', 'Tokens', 'Share', 'Cached', 'Why'] as const;
type Cells = readonly string[];

/**
 * What is in a prompt, as a table for people. `cachedChars`: UTF-16 units of its text that the host has read already,
 * where that is known.
 */
export function inspectPrompt(prompt: FimPrompt, target: TargetText, cachedChars?: number): string {
  const { total, exact } = prompt.tokens;
  const counted = exact ? "counted with the model's own vocabulary" : 'estimated on the safe side';
  const summary =
    `Fillwright prompt: ${grouped(total)} tokens of a window of ${grouped(prompt.window)}, ${counted}. ` +
    `The first ${grouped(prompt.headChars)} of ${grouped(prompt.text.length)} characters stay the same while you type.`;
  const cells = rowsOf(prompt, target).map((row) => cellsOf(row, total, cachedChars));
  return [summary, '', ...aligned([HEADINGS, ...cells]), INSPECTOR_RULE, ''].join('\n');
}

function rowsOf(prompt: FimPrompt, target: TargetText): Row[] {
  const { total, context, prefix, suffix } = prompt.tokens;
  return [
    ...prompt.items.map((item) => ({
      section: item.path,
      lines: `${item.startLine}–${item.endLine}`,
      tokens: item.tokens,
      reason: item.reason,
      readAtChar: item.endChar,
    })),
    {
      section: `${target.path}, before the cursor`,
      lines: shownBefore(prompt, target),
      tokens: prefix,
      reason: 'what you wrote up to here',
      // Its tail is read with every key.
      readAtChar: prompt.headChars,
    },
    {
      section: `${target.path}, behind the cursor`,
      lines: shownBehind(prompt, target),
      tokens: suffix,
      reason: 'what must fit behind the completion',
      // In PSM order it is read again with every key.
      readAtChar: Infinity,
    },
    {
      section: 'FIM tokens and path line',
      lines: '',
      tokens: total - context - prefix - suffix,
      reason: 'the model’s format',
    },
  ];
}

function shownBefore({ prefixChars }: FimPrompt, target: TargetText): string {
  const cursorLine = lineBreaks(target.prefix) + 1;
  const shown = lineBreaks(target.prefix.slice(target.prefix.length - prefixChars));
  return target.omittedBefore > 0 ? `${shown + 1} lines` : `${cursorLine - shown}–${cursorLine}`;
}

function shownBehind({ suffixChars }: FimPrompt, target: TargetText): string {
  const cursorLine = lineBreaks(target.prefix) + 1;
  const shown = lineBreaks(target.suffix.slice(0, suffixChars));
  return target.omittedBefore > 0 ? `${shown + 1} lines` : `${cursorLine}–${cursorLine + shown}`;
}

function lineBreaks(text: string): number {
  return text.split('\n').length - 1;
}

function cellsOf(
  { section, lines, tokens, reason, readAtChar }: Row,
  total: number,
  cachedChars?: number,
): Cells {
  const share = `${((tokens / Math.max(total, 1)) * 100).toFixed(1)} %`;
  const isCached = readAtChar !== undefined && readAtChar <= (cachedChars ?? 0);
  const cached = cachedChars === undefined || readAtChar === undefined ? '' : isCached ? 'yes' : 'no';
  return [section, lines, grouped(tokens), share, cached, reason];
}

/** Text to the left, numbers to the right; the last column is not padded. */
function aligned(rows: readonly Cells[]): string[] {
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  return rows.map((cells) =>
    cells
      .map((cell, column) => {
        if (column === HEADINGS.length - 1) return cell;
        const width = widths[column] ?? 0;
        return column === 0 || column === 4 ? cell.padEnd(width) : cell.padStart(width);
      })
      .join('  ')
      .trimEnd(),
  );
}

import { columnsOf, padEnd, padStart } from '../common/columns';
import { grouped } from '../common/grouped';
import { t } from '../common/l10n';
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

type Cells = readonly string[];

/**
 * What is in a prompt, as a table for people. `cachedChars`: UTF-16 units of its text that the host has read already,
 * where that is known.
 */
export function inspectPrompt(prompt: FimPrompt, target: TargetText, cachedChars?: number): string {
  const { total, exact } = prompt.tokens;
  const [used, window] = [grouped(total), grouped(prompt.window)];
  const counted = exact
    ? t(
        "Fillwright prompt: {0} tokens of a window of {1}, counted with the model's own vocabulary.",
        used,
        window,
      )
    : t('Fillwright prompt: {0} tokens of a window of {1}, estimated on the safe side.', used, window);
  const steady = t(
    'The first {0} of {1} characters stay the same while you type.',
    grouped(prompt.headChars),
    grouped(prompt.text.length),
  );
  const cells = rowsOf(prompt, target).map((row) => cellsOf(row, total, cachedChars));
  return [
    `${counted} ${steady}`,
    ...maskWords(prompt),
    '',
    ...aligned([headings(), ...cells]),
    INSPECTOR_RULE,
    '',
  ].join('\n');
}

function maskWords({ maskedSecrets }: FimPrompt): string[] {
  if (maskedSecrets === undefined) return [];
  return [
    maskedSecrets === 1
      ? t(
          'What looks like a key or an access token in this file is masked with asterisks: the host does not get it.',
        )
      : t(
          'What looks like keys or access tokens in this file ({0}) is masked with asterisks: the host does not get them.',
          maskedSecrets,
        ),
  ];
}

function headings(): Cells {
  return [t('Section'), t('Lines'), t('Tokens'), t('Share'), t('Cached'), t('Why')];
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
      section: t('{0}, before the cursor', target.path),
      lines: shownBefore(prompt, target),
      tokens: prefix,
      reason: t('what you wrote up to here'),
      // Its tail is read with every key.
      readAtChar: prompt.headChars,
    },
    {
      section: t('{0}, behind the cursor', target.path),
      lines: shownBehind(prompt, target),
      tokens: suffix,
      reason: t('what must fit behind the completion'),
      // In PSM order it is read again with every key.
      readAtChar: Infinity,
    },
    {
      section: t('FIM tokens and path line'),
      lines: '',
      tokens: total - context - prefix - suffix,
      reason: t('the model’s format'),
    },
  ];
}

function shownBefore({ prefixChars }: FimPrompt, target: TargetText): string {
  const cursorLine = lineBreaks(target.prefix) + 1;
  const shown = lineBreaks(target.prefix.slice(target.prefix.length - prefixChars));
  return target.omittedBefore > 0 ? t('{0} lines', shown + 1) : `${cursorLine - shown}–${cursorLine}`;
}

function shownBehind({ suffixChars }: FimPrompt, target: TargetText): string {
  const cursorLine = lineBreaks(target.prefix) + 1;
  const shown = lineBreaks(target.suffix.slice(0, suffixChars));
  return target.omittedBefore > 0 ? t('{0} lines', shown + 1) : `${cursorLine}–${cursorLine + shown}`;
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
  const cached = cachedChars === undefined || readAtChar === undefined ? '' : isCached ? t('yes') : t('no');
  return [section, lines, grouped(tokens), share, cached, reason];
}

const COLUMNS = ['text', 'number', 'number', 'number', 'text', 'text'] as const;

/** Text to the left, numbers to the right. */
function aligned(rows: readonly Cells[]): string[] {
  const widths = COLUMNS.map((_, column) => Math.max(...rows.map((cells) => columnsOf(cells[column] ?? ''))));
  return rows.map((cells) =>
    cells
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return COLUMNS[column] === 'number' ? padStart(cell, width) : padEnd(cell, width);
      })
      .join('  ')
      .trimEnd(),
  );
}

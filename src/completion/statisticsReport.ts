import { columnsOf, padEnd } from '../common/columns';
import { t } from '../common/l10n';
import { summary, type StatisticsRow } from './statistics';

/** The statistics as a table for people, the most used first. */
export function statisticsReport(rows: readonly StatisticsRow[]): string {
  if (rows.length === 0) return `${t('No completion was shown yet.')}\n`;
  const cells = [...rows].sort((a, b) => b.shown - a.shown).map(rowCells);
  const names = headings();
  const widths = names.map((name, column) =>
    Math.max(columnsOf(name), ...cells.map((row) => columnsOf(row[column] ?? ''))),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => padEnd(cell, widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [
    t('Completions on this machine. These counts never leave it, and hold none of your text.'),
    '',
    line(names),
    line(widths.map((width) => '─'.repeat(width))),
    ...cells.map(line),
    '',
    t('Accepted counts whole acceptances.'),
    t(
      'Kept and typed over are inferred from the text, for nobody reports them: whether what was typed next was the suggestion, accepted word by word or typed along, or something else.',
    ),
    t('"Prompt in cache" is the share of prompt tokens that the host had read before.'),
    '',
  ].join('\n');
}

function headings(): readonly string[] {
  return [
    t('language'),
    t('model'),
    t('shown'),
    t('accepted'),
    t('kept'),
    t('typed over'),
    t('characters saved'),
    t('wait, median'),
    t('prompt in cache'),
  ];
}

function rowCells(row: StatisticsRow): string[] {
  const {
    languageId,
    modelTag,
    shown,
    accepted,
    acceptedShare,
    kept,
    contradicted,
    savedChars,
    medianLatencyMs,
    kvReuse,
  } = summary(row);
  return [
    languageId,
    modelTag,
    String(shown),
    `${accepted} (${percent(acceptedShare)})`,
    String(kept),
    String(contradicted),
    String(savedChars),
    medianLatencyMs === undefined ? '–' : `${Math.round(medianLatencyMs)} ms`,
    kvReuse === undefined ? '–' : percent(kvReuse),
  ];
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

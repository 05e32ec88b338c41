import { summary, type StatisticsRow } from './statistics';

const HEADINGS = [
  'language',
  'model',
  'shown',
  'accepted',
  'kept',
  'typed over',
  'characters saved',
  'wait, median',
  'prompt in cache',
];

/** The statistics as a table for people, the most used first. */
export function statisticsReport(rows: readonly StatisticsRow[]): string {
  if (rows.length === 0) return 'No completion was shown yet.\n';
  const cells = [...rows].sort((a, b) => b.shown - a.shown).map(rowCells);
  const widths = HEADINGS.map((heading, column) =>
    Math.max(heading.length, ...cells.map((row) => (row[column] ?? '').length)),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [
    'Completions on this machine. These counts never leave it, and hold none of your text.',
    '',
    line(HEADINGS),
    line(widths.map((width) => '─'.repeat(width))),
    ...cells.map(line),
    '',
    'Accepted counts whole acceptances. Kept and typed over are inferred from the text, for nobody reports them: whether',
    'what was typed next was the suggestion, accepted word by word or typed along, or something else.',
    '"Prompt in cache" is the share of prompt tokens that the host had read before.',
    '',
  ].join('\n');
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

import { t } from '../../common/l10n';
import { checkNames, type CheckName, type CheckResult } from './check';
import { checkTitle } from './checkWords';

export interface ReportHead {
  /** The endpoint's name. */
  readonly endpoint: string;
  /** The URL without login. */
  readonly url: string;
  /** The machine the calls came from. */
  readonly caller: string;
  readonly version: string;
  /** What to do besides mending what failed, in sentences. */
  readonly advice?: readonly string[];
}

/** The report as JSON. `ok` is always a truth value: a check that could not be looked at stands in `skipped` alone. */
export function diagnosisJson(results: readonly CheckResult[]): object {
  const looked = results.filter(({ verdict }) => verdict !== 'skipped');
  const skipped = results.filter(({ verdict }) => verdict === 'skipped');
  return {
    ok: isWell(results),
    checks: looked.map(({ name, verdict, ms, saw, mend }) => {
      return { name, ok: verdict === 'passed', ms: Math.round(ms), saw, mend };
    }),
    skipped: skipped.map(({ name, saw }) => ({ name, saw })),
  };
}

export function isWell(results: readonly CheckResult[]): boolean {
  return results.length > 0 && results.every(({ verdict }) => verdict !== 'failed');
}

/** One check as a line for a terminal, with its mend below where it has one. */
export function diagnosisLine({ name, verdict, ms, saw, mend }: CheckResult): string {
  const line = `${marks[verdict]} ${name.padEnd(10)}${verdict === 'skipped' ? '' : `${Math.round(ms)} ms`.padStart(9)}  ${saw}`;
  return mend === '' ? line : `${line}\n  → ${mend}`;
}

const marks = { passed: '✓', failed: '✗', skipped: '–' } as const;

/** The report as Markdown, as far as it has come; `running` is being looked at. */
export function diagnosisMarkdown(
  head: ReportHead,
  results: readonly CheckResult[],
  running: CheckName | undefined,
): string {
  const intro = [
    `# ${t('Diagnosis of {0}', head.endpoint)}`,
    '',
    `- ${t('Address: {0}', `\`${head.url}\``)}`,
    `- ${t('Called from: {0}', head.caller)}`,
    `- Fillwright ${head.version}`,
    '',
    verdictOf(results, running),
    '',
    `|   | ${t('Check')} | ${t('Time')} | ${t('What was seen')} |`,
    '| - | ----- | ---: | ------------- |',
  ];
  const rows = results.map(
    ({ name, verdict, ms, saw }) =>
      `| ${marks[verdict]} | ${checkTitle(name)} | ${verdict === 'skipped' ? '' : timeCell(ms)} | ${cell(saw)} |`,
  );
  const waiting = running === undefined ? [] : [`| … | ${checkTitle(running)} |  | ${t('looking')} |`];
  return [...intro, ...rows, ...waiting, ...mendLines(results, head.advice ?? []), ''].join('\n');
}

function verdictOf(results: readonly CheckResult[], running: CheckName | undefined): string {
  if (running !== undefined) return t('Check {0} of {1} is running.', results.length + 1, checkNames.length);
  const failed = results.filter(({ verdict }) => verdict === 'failed');
  const [first] = failed;
  if (first === undefined) return `**${t('All is well.')}**`;
  return `**${t('{0}: no.', checkTitle(first.name))}** ${t('{0}.', first.saw)}`;
}

function mendLines(results: readonly CheckResult[], advice: readonly string[]): readonly string[] {
  const mends = results.filter(({ mend }) => mend !== '');
  if (mends.length + advice.length === 0) return [];
  return [
    '',
    `## ${t('What to do')}`,
    '',
    ...mends.map(({ name, mend }) => `- ${t('{0}: {1}', `**${checkTitle(name)}**`, mend)}`),
    ...advice.map((sentence) => `- ${sentence}`),
  ];
}

/** With a space that does not break. */
function timeCell(ms: number): string {
  return `${Math.round(ms)}\u00a0ms`;
}

/** A text that stays within its cell of a table. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|').replace(/\s+/g, ' ');
}

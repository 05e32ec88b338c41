import { mean, median, quantile } from '../../figures';
import type { MeasuredCase } from './measure';

/** The figures of one strategy at one window, as shares from 0 to 1; NaN where no case asks for it. */
export interface RecallFigures {
  readonly group: string;
  readonly window: number;
  readonly strategy: string;
  readonly cases: number;
  readonly importResolvable: number;
  readonly crossFile: number;
  readonly names: number;
  readonly contextTokens: number;
  readonly msMedian: number;
  readonly msP95: number;
}

/** By group (a language, or all), window and strategy; the mean over cases of each case's share. */
export function recallFigures(
  measured: readonly MeasuredCase[],
  groupOf: (one: MeasuredCase) => string,
): RecallFigures[] {
  const groups = new Map<string, MeasuredCase[]>();
  for (const one of measured) {
    const key = JSON.stringify([groupOf(one), one.window, one.strategy]);
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return [...groups.values()].map((ones) => {
    const [first] = ones;
    return {
      group: first === undefined ? '' : groupOf(first),
      window: first?.window ?? 0,
      strategy: first?.strategy ?? '',
      cases: ones.length,
      importResolvable: mean(defined(ones.map(({ score }) => score.importResolvable))),
      crossFile: mean(defined(ones.map(({ score }) => score.crossFile))),
      names: mean(defined(ones.map(({ score }) => score.names))),
      contextTokens: mean(ones.map(({ contextTokens }) => contextTokens)),
      msMedian: median(ones.map(({ ms }) => ms)),
      msP95: quantile(
        ones.map(({ ms }) => ms),
        0.95,
      ),
    };
  });
}

function defined(values: readonly (number | undefined)[]): number[] {
  return values.filter((value) => value !== undefined);
}

export function printFigures(figures: readonly RecallFigures[]): void {
  const columns = [
    'group',
    'window',
    'strategy',
    'cases',
    'imported',
    'cross-file',
    'names',
    'tokens',
    'ms',
    'p95',
  ];
  const widths = [12, 7, 16, 6, 9, 11, 7, 8, 7, 7];
  const row = (cells: readonly string[]): string =>
    cells.map((cell, at) => cell.padEnd(widths[at] ?? 8)).join(' ');
  console.log(row(columns));
  for (const one of figures) {
    console.log(
      row([
        one.group,
        String(one.window),
        one.strategy,
        String(one.cases),
        percent(one.importResolvable),
        percent(one.crossFile),
        percent(one.names),
        one.contextTokens.toFixed(0),
        one.msMedian.toFixed(1),
        one.msP95.toFixed(1),
      ]),
    );
  }
}

function percent(share: number): string {
  return Number.isNaN(share) ? '–' : `${(share * 100).toFixed(1)} %`;
}

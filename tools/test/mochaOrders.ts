import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { MochaOrders } from '../../test/support/runOrderedTests';
import type { ResultLine, TestRecord } from '../../test/support/testRecord';
import { temporaryFolder } from '../temporaryFolder';

export interface LevelOptions {
  readonly name: string;
  /** Limit for one test. */
  readonly timeoutMs: number;
  readonly grep?: string;
}

export interface PreparedRun {
  /** To be set where mocha runs. */
  readonly environment: { readonly FILLWRIGHT_MOCHA: string };
  /** What the run has written so far. */
  readLines(): readonly ResultLine[];
  /** The records of the run that is over; one that did not come to its end has failed. */
  readRecords(): readonly TestRecord[];
}

/** Makes the orders for mocha. */
export function prepareRun(files: readonly string[], { name, ...options }: LevelOptions): PreparedRun {
  const resultFile = path.join(temporaryFolder('results').path, `${name}.ndjson`);
  const orders: MochaOrders = { files, resultFile, ...options };
  const readLines = (): readonly ResultLine[] => {
    const text = existsSync(resultFile) ? readFileSync(resultFile, 'utf8') : '';
    // The last line may be half written.
    const whole = text.split('\n').slice(0, -1);
    return whole.map((line) => JSON.parse(line) as ResultLine);
  };
  return {
    environment: { FILLWRIGHT_MOCHA: JSON.stringify(orders) },
    readLines,
    readRecords: () => {
      const lines = readLines();
      const records = lines.flatMap((line) => (line.kind === 'test' ? [line.test] : []));
      return lines.at(-1)?.kind === 'end' ? records : [...records, brokenOff(name, lines)];
    },
  };
}

function brokenOff(name: string, lines: readonly ResultLine[]): TestRecord {
  const last = lines.findLast((line) => line.kind === 'begin');
  const where = last?.kind === 'begin' ? `in or after '${last.title}'` : 'before its first test';
  return {
    title: `The ${name} tests`,
    state: 'failed',
    durationMs: 0,
    error: `The run broke off ${where}; see its output above.`,
  };
}

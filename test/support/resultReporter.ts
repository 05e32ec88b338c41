import { appendFileSync, writeFileSync } from 'node:fs';
import Mocha from 'mocha';
import type { ResultLine, SkipRecord, TestRecord } from './testRecord';

/**
 * A mocha reporter that prints as `spec` does and writes what happens to `reporterOptions.output`, a ResultLine at a
 * time, so that a run that hangs or dies still tells where. A failing hook is written as a failed test, for its tests
 * never run.
 */
export class ResultReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    const { output } = options.reporterOptions as { output: string };
    const write = (line: ResultLine): void => appendFileSync(output, `${JSON.stringify(line)}\n`);
    const writeTest = (test: TestRecord): void => write({ kind: 'test', test });
    writeFileSync(output, '');
    runner.on('test', (test) => write({ kind: 'begin', title: titleOf(test) }));
    runner.on('pass', (test) => writeTest(record(test, 'passed')));
    runner.on('pending', (test) => writeTest(record(test, 'skipped')));
    runner.on('fail', (test, error: unknown) =>
      writeTest({ ...record(test, 'failed'), error: describeError(error) }),
    );
    runner.on('end', () => write({ kind: 'end' }));
  }
}

function record(test: Mocha.Runnable, state: TestRecord['state']): TestRecord {
  const skip = state === 'skipped' ? skipRecordOf(test) : undefined;
  return {
    title: titleOf(test),
    state,
    durationMs: test.duration ?? 0,
    ...(skip !== undefined && { skip }),
  };
}

function titleOf(test: Mocha.Runnable): string {
  return test.titlePath().join(' › ');
}

/** What `skipBecause` left at the test or at a suite around it. */
function skipRecordOf(owner: Mocha.Runnable | Mocha.Suite): SkipRecord | undefined {
  const own = (owner as { skipRecord?: SkipRecord }).skipRecord;
  return own ?? (owner.parent === undefined ? undefined : skipRecordOf(owner.parent));
}

function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.stack?.includes(error.message) ? error.stack : `${error.message}\n${error.stack ?? ''}`;
}

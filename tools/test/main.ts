// `npm test`: the checks, then every level of tests. The last line of output holds the counts.
import type { TestRecord } from '../../test/support/testRecord';
import { parseTestArguments, type LevelName, type TestArguments } from './arguments';
import { runChecks } from './checks';
import { findTests } from './findTests';
import { runInPlainNode } from './plainNode';
import { refuseSilentSkips, summarize } from './summary';
import { runInVscode } from './vscodeLevel';

/** Limits for one test. They only end what hangs: a busy machine may be ten times slower than a quiet one. */
const timeoutsMs: Record<LevelName, number> = { unit: 20_000, host: 120_000, vscode: 120_000, e2e: 240_000 };

async function main(): Promise<void> {
  const args = parseTestArguments(process.argv.slice(2));
  const records: TestRecord[] = args.checks ? [...(await runChecks())] : [];
  for (const level of args.levels) records.push(...(await runLevel(level, args)));
  const { text, ok } = summarize(records.map(refuseSilentSkips));
  console.log(`\n${text}`);
  process.exitCode = ok ? 0 : 1;
}

async function runLevel(level: LevelName, args: TestArguments): Promise<readonly TestRecord[]> {
  const files = findTests(level, args.files);
  if (files.length === 0) return [];
  console.log(`\n== ${level}`);
  const grep = args.grep === undefined ? {} : { grep: args.grep };
  const run = level === 'vscode' ? runInVscode : runInPlainNode;
  try {
    return await run(files, { name: level, timeoutMs: timeoutsMs[level], ...grep });
  } catch (thrown) {
    // The other levels still run.
    const error = thrown instanceof Error ? thrown.message : String(thrown);
    return [{ title: `The ${level} tests`, state: 'failed', durationMs: 0, error }];
  }
}

main().catch((thrown: unknown) => {
  console.error(thrown instanceof Error ? thrown.message : thrown);
  console.log('0 passed, 1 failed, 0 skipped');
  process.exitCode = 1;
});

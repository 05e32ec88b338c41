import type { TestRecord } from '../../test/support/testRecord';
import { fromRoot } from '../root';
import { runProcess } from '../runProcess';
import { bundleToOut } from './bundleToOut';
import { prepareRun, type LevelOptions } from './mochaOrders';

/** Runs test files with mocha in a Node process of their own. */
export async function runInPlainNode(
  files: readonly string[],
  options: LevelOptions,
): Promise<readonly TestRecord[]> {
  const run = prepareRun(await bundleToOut(files, 'esm'), options);
  const main = await bundleToOut(['tools/test/mochaProcess.ts'], 'esm');
  await runProcess(process.execPath, ['--enable-source-maps', ...main], {
    cwd: fromRoot(),
    env: { ...process.env, ...run.environment },
    output: 'inherit',
  });
  return run.readRecords();
}

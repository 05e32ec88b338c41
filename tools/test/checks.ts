import type { TestRecord } from '../../test/support/testRecord';
import { fromRoot } from '../root';
import { runProcess } from '../runProcess';

interface Check {
  readonly name: string;
  /** Script below node_modules or the repository, with its arguments. */
  readonly command: readonly [string, ...string[]];
}

const checks: readonly Check[] = [
  { name: 'typecheck', command: ['node_modules/typescript/bin/tsc', '--noEmit'] },
  {
    name: 'typecheck of the panel',
    command: ['node_modules/typescript/bin/tsc', '--noEmit', '--project', 'src/webview'],
  },
  { name: 'lint', command: ['node_modules/eslint/bin/eslint.js', '.'] },
  { name: 'format', command: ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level=warn', '.'] },
  { name: 'build', command: ['esbuild.config.mjs', '--production'] },
];

/** Type check, lint, format and build. Only failures are recorded: a check that passes is not a test. */
export async function runChecks(): Promise<readonly TestRecord[]> {
  return (await Promise.all(checks.map(runCheck))).flat();
}

async function runCheck({ name, command: [script, ...args] }: Check): Promise<readonly TestRecord[]> {
  const startedAt = performance.now();
  const result = await runProcess(process.execPath, [fromRoot(script), ...args], {
    cwd: fromRoot(),
    output: 'collect',
  });
  const durationMs = performance.now() - startedAt;
  const passed = result.exitCode === 0;
  console.log(`${name}: ${passed ? 'ok' : 'FAILED'} (${(durationMs / 1000).toFixed(1)} s)`);
  if (passed) return [];
  console.log(result.output);
  return [{ title: name, state: 'failed', durationMs, error: `The ${name} says what is wrong above.` }];
}

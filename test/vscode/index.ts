// VS Code calls `run` in its extension host; the tests themselves are in suite/.
import { runOrderedTests } from '../support/runOrderedTests';

export async function run(): Promise<void> {
  const failures = await runOrderedTests();
  if (failures > 0) throw new Error(`${failures} tests failed.`);
}

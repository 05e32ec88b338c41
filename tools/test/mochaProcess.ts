// Runs bundled test files in this process, which `runInPlainNode` starts with its orders in the environment.
import { runOrderedTests } from '../../test/support/runOrderedTests';

const failures = await runOrderedTests();
// A handle that a test forgot must not keep the run alive.
process.exit(failures === 0 ? 0 : 1);

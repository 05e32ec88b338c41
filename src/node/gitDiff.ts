import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const runFile = promisify(execFile);

const TIMEOUT_MS = 10_000;
/** A larger change fills any window many times over. */
const MOST_OUTPUT_BYTES = 1_048_576;

/**
 * What is not committed in a folder, staged or not, as git tells it; undefined where the folder is in no repository, or
 * git is not there. Throws where the change is larger than a megabyte.
 */
export async function uncommittedDiff(folder: string, signal: AbortSignal): Promise<string | undefined> {
  const run = async (...asked: readonly string[]): Promise<string> => {
    const options = { cwd: folder, signal, timeout: TIMEOUT_MS, maxBuffer: MOST_OUTPUT_BYTES };
    const { stdout } = await runFile('git', ['--no-optional-locks', ...asked], options);
    return stdout;
  };
  const hasRepository = await run('rev-parse', '--is-inside-work-tree').then(
    () => true,
    () => false,
  );
  if (!hasRepository) return undefined;
  const hasCommit = await run('rev-parse', '--verify', '--quiet', 'HEAD').then(
    () => true,
    () => false,
  );
  const base = hasCommit ? ['HEAD'] : ['--cached'];
  return run('diff', '--no-color', '--no-ext-diff', '--relative', ...base, '--', '.');
}

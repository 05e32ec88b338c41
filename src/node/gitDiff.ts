import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { GitChanges } from '../chat/attachments/attachmentPorts';

const runFile = promisify(execFile);

const TIMEOUT_MS = 10_000;
/** A larger change fills any window many times over: its last files are named only. */
const MOST_OUTPUT_BYTES = 8_388_608;

/** What is not committed in a folder, staged or not; undefined where the folder is in no repository, or git is not there. */
export async function uncommittedChanges(
  folder: string,
  signal: AbortSignal,
  mostBytes = MOST_OUTPUT_BYTES,
): Promise<GitChanges | undefined> {
  const run = async (...asked: readonly string[]): Promise<Output> => {
    const options = { cwd: folder, signal, timeout: TIMEOUT_MS, maxBuffer: mostBytes };
    try {
      const all = ['--no-optional-locks', '-c', 'core.quotePath=false', ...asked];
      return { text: (await runFile('git', all, options)).stdout, isWhole: true };
    } catch (thrown) {
      const { code, stdout } = thrown as { code?: unknown; stdout?: unknown };
      if (code !== 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER' || typeof stdout !== 'string') throw thrown;
      return { text: stdout, isWhole: false };
    }
  };
  const succeeds = (...asked: readonly string[]): Promise<boolean> =>
    run(...asked).then(
      () => true,
      () => false,
    );
  if (!(await succeeds('rev-parse', '--is-inside-work-tree'))) return undefined;
  const base = (await succeeds('rev-parse', '--verify', '--quiet', 'HEAD')) ? 'HEAD' : '--cached';
  const changed = await run('diff', '--name-only', '-z', '--relative', base, '--', '.');
  const untracked = await run('ls-files', '--others', '--exclude-standard', '-z', '--', '.');
  return {
    patch: wholeChanges(await run('diff', ...SHOWN_AS, base, '--', '.')),
    changed: names(changed),
    untracked: names(untracked),
  };
}

interface Output {
  readonly text: string;
  /** False where it was cut. */
  readonly isWhole: boolean;
}

// Whatever the user has configured. What programs for a diff make readable may well be a secret.
const SHOWN_AS = [
  '--no-color',
  '--no-ext-diff',
  '--no-textconv',
  '--submodule=short',
  '--find-renames',
  '--src-prefix=a/',
  '--dst-prefix=b/',
  '--relative',
];

function wholeChanges({ text, isWhole }: Output): string {
  return isWhole ? text : text.slice(0, Math.max(0, text.lastIndexOf('\ndiff --git ') + 1));
}

function names({ text, isWhole }: Output): readonly string[] {
  const all = text.split('\0');
  return (isWhole ? all : all.slice(0, -1)).filter((name) => name !== '');
}

import { spawn, type ChildProcess } from 'node:child_process';
import { openSync } from 'node:fs';
import { atExit } from './atExit';

export interface ProcessGroup {
  readonly child: ChildProcess;
  /** Settles when the process has ended, with its exit code (1 for a signal). */
  readonly ended: Promise<number>;
  /** Asks the process to end, and kills it with all its children when it takes longer than `graceMs`. */
  stop(graceMs: number): Promise<void>;
}

export interface ProcessGroupOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Takes the output of the whole group. */
  readonly logFile: string;
}

/** Starts a program that has children of its own, in a group that does not outlive this process. */
export function startProcessGroup(
  command: string,
  args: readonly string[],
  options: ProcessGroupOptions,
): ProcessGroup {
  const log = openSync(options.logFile, 'a');
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: options.env,
    stdio: ['ignore', log, log],
    detached: true,
  });
  const ended = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
  ended.catch(() => undefined); // Whoever waits for it gets the error; nobody has to.
  const kill = (signal: NodeJS.Signals): void => killGroup(child.pid, signal);
  const forget = atExit(() => kill('SIGKILL'));
  return {
    child,
    ended,
    stop: async (graceMs) => {
      child.kill('SIGTERM');
      const timer = setTimeout(() => kill('SIGKILL'), graceMs);
      await ended.catch(() => undefined);
      clearTimeout(timer);
      kill('SIGKILL'); // Children that outlived their parent.
      forget();
    },
  };
}

function killGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    // Nobody is left in the group, which is what was wanted.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

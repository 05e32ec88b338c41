import { spawn } from 'node:child_process';
import { atExit } from './atExit';

export interface ProcessOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** `inherit` shows the output as it comes; `collect` keeps it for the result. */
  readonly output: 'inherit' | 'collect';
  /** Windows starts `.cmd` files through a shell only. */
  readonly shell?: boolean;
}

export interface ProcessResult {
  readonly exitCode: number;
  /** Stdout and stderr as they came, empty when inherited. */
  readonly output: string;
}

/** Runs a program to its end, which is ours at the latest. A signal counts as exit code 1; a program that can't be started rejects. */
export function runProcess(
  command: string,
  args: readonly string[],
  options: ProcessOptions,
): Promise<ProcessResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      ...(options.cwd !== undefined && { cwd: options.cwd }),
      ...(options.env !== undefined && { env: options.env }),
      stdio: options.output === 'inherit' ? 'inherit' : ['ignore', 'pipe', 'pipe'],
      shell: options.shell ?? false,
    });
    const forget = atExit(() => child.kill('SIGTERM'));
    let output = '';
    const keep = (chunk: Buffer): void => {
      output += chunk.toString('utf8');
    };
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    child.once('error', (error) => {
      forget();
      reject(error);
    });
    child.once('close', (code) => {
      forget();
      resolve({ exitCode: code ?? 1, output });
    });
  });
}

import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { atExit } from '../atExit';
import { fromRoot } from '../root';

export interface DesktopOptions {
  readonly command: string;
  /** Holds the settings and extensions of this VS Code, apart from the user's own. */
  readonly home: string;
  readonly workspace: string;
  readonly file: string;
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Where macOS keeps the command when nobody has put it on the PATH. */
const macFolder = '/Applications/Visual Studio Code.app/Contents/Resources/app/bin';

/** The desktop VS Code's command, if it is installed. */
export function findDesktopVscode(): string | undefined {
  const name = process.platform === 'win32' ? 'code.cmd' : 'code';
  const onPath = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '');
  const folders = process.platform === 'darwin' ? [...onPath, macFolder] : onPath;
  return folders.map((folder) => path.join(folder, name)).find(isExecutable);
}

/** Opens a window with the extension and waits until it is closed. */
export async function runDesktopVscode(options: DesktopOptions): Promise<void> {
  const userData = path.join(options.home, 'user-data');
  mkdirSync(path.join(userData, 'User'), { recursive: true });
  writeFileSync(path.join(userData, 'User', 'settings.json'), JSON.stringify(options.settings, undefined, 2));
  const forget = atExit(() => endDesktopVscode(userData));
  const child = spawn(
    options.command,
    [
      ...['--extensionDevelopmentPath', fromRoot(), '--new-window', '--wait'],
      ...['--user-data-dir', userData, '--extensions-dir', path.join(options.home, 'extensions')],
      ...['--disable-workspace-trust', options.workspace, '--goto', options.file],
    ],
    { stdio: 'ignore', shell: process.platform === 'win32' },
  );
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => resolve());
  });
  forget();
}

/** The command only asks another process for a window; that one notes its id in a lock file. */
function endDesktopVscode(userData: string): void {
  const lock = path.join(userData, 'code.lock');
  if (!existsSync(lock)) return;
  const pid = Number(readFileSync(lock, 'utf8').trim());
  if (!Number.isInteger(pid) || pid <= 1) return;
  try {
    process.kill(pid, 'SIGTERM');
  } catch (error) {
    // It has ended already, which is what was wanted.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false; // Not there, or not to be run.
  }
}

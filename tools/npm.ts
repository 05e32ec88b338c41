import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runProcess } from './runProcess';

/** Runs npm in `folder`; its output shows only when it fails. Throws an Error that says what to do next. */
export async function runNpm(folder: string, args: readonly string[]): Promise<void> {
  const quiet = ['--ignore-scripts', '--loglevel=error', '--no-audit', '--no-fund'];
  const windows = process.platform === 'win32';
  const { exitCode, output } = await runProcess(windows ? 'npm.cmd' : 'npm', [...args, ...quiet], {
    cwd: folder,
    env: environmentForNpm(),
    output: 'collect',
    shell: windows,
  });
  if (exitCode === 0) return;
  throw new Error(
    `npm ${args.join(' ')} failed in ${folder} (exit code ${exitCode}). ` +
      `It needs the npm registry, or a mirror of it, once. npm said:\n${output.trim()}`,
  );
}

/** An npm script hands its own package and folders down as variables, which would mislead an npm elsewhere. */
function environmentForNpm(): NodeJS.ProcessEnv {
  const misleading =
    /^(npm_package_|npm_lifecycle_|npm_command$|npm_config_(local_|global_)?prefix$|INIT_CWD$)/i;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !misleading.test(name)));
}

/** Tells whether what is installed in `folder` still is what its lock file and `recipe` ask for. */
export function installStamp(folder: string, recipe: string): { isCurrent(): boolean; write(): void } {
  const stamp = path.join(folder, 'node_modules', '.fillwright-installed');
  const lock = readFileSync(path.join(folder, 'package-lock.json'));
  const wanted = `${createHash('sha256').update(lock).digest('hex')} ${recipe}`;
  return {
    isCurrent: () => existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted,
    write: () => writeFileSync(stamp, wanted),
  };
}

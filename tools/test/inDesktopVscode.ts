import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { downloadAndUnzipVSCode, runTests, TestRunFailedError } from '@vscode/test-electron';
import { quietSettings } from '../browser-vscode/userSettings';
import { fromRoot } from '../root';
import type { ExtensionHostRun, LaunchSuite } from './extensionHostRun';

/** The launcher for the VS Code at `FILLWRIGHT_VSCODE_PATH`, or for one that is downloaded. Throws if it can't be. */
export async function desktopLauncher(): Promise<LaunchSuite> {
  const executable = process.env.FILLWRIGHT_VSCODE_PATH ?? (await downloadAndUnzipVSCode());
  return (run) => runInDesktopVscode(executable, run);
}

async function runInDesktopVscode(executable: string, run: ExtensionHostRun): Promise<void> {
  const userData = path.join(run.home, 'user-data');
  mkdirSync(path.join(userData, 'User'), { recursive: true });
  const settings = JSON.stringify({ ...quietSettings, ...run.settings });
  writeFileSync(path.join(userData, 'User', 'settings.json'), settings);
  try {
    await runTests({
      vscodeExecutablePath: executable,
      extensionDevelopmentPath: fromRoot(),
      extensionTestsPath: run.testIndex,
      extensionTestsEnv: { ...run.environment },
      launchArgs: [
        run.workspace,
        ...['--user-data-dir', userData, '--extensions-dir', path.join(run.home, 'extensions')],
        '--disable-workspace-trust',
      ],
    });
  } catch (error) {
    if (!(error instanceof TestRunFailedError)) throw error;
  }
}

import { setTimeout as delay } from 'node:timers/promises';
import { launchChromium } from '../browser-vscode/chromium';
import { startCodeServer } from '../browser-vscode/codeServer';
import { installBrowserVscode, type BrowserVscode } from '../browser-vscode/install';
import { quietSettings } from '../browser-vscode/userSettings';
import { stageExtension } from '../browser-vscode/stageExtension';
import type { ExtensionHostRun, LaunchSuite } from './extensionHostRun';

/** Longer than the limit of one test and than VS Code's start; ends a VS Code that hangs. */
const standstillMs = 180_000;
const pollMs = 200;

/** The launcher for code-server. Throws where that can't be installed. */
export async function browserLauncher(): Promise<LaunchSuite> {
  const parts = await installBrowserVscode((message) => console.log(message));
  return (run) => runInBrowserVscode(parts, run);
}

/** The extension host starts when a browser connects, so there is one, too. */
async function runInBrowserVscode(parts: BrowserVscode, run: ExtensionHostRun): Promise<void> {
  const server = await startCodeServer(parts, {
    home: run.home,
    workspace: run.workspace,
    settings: { ...quietSettings, ...run.settings },
    env: run.environment,
  });
  const browser = await launchChromium(parts);
  try {
    const page = await browser.newPage();
    await page.exposeFunction('codeAutomationLog', showErrors);
    let finished = false;
    await page.exposeFunction('codeAutomationExit', () => {
      finished = true;
    });
    await page.goto(
      server.address([
        ['extensionDevelopmentPath', server.remoteUri(stageExtension())],
        ['extensionTestsPath', server.remoteUri(run.testIndex)],
      ]),
    );
    await endOrStandstill(() => finished, run);
  } finally {
    await browser.close();
    await server.stop();
  }
}

/** Errors only: what the tests print comes mixed with VS Code's own talk, and their results are in a file. */
function showErrors(type: string, args: readonly unknown[]): void {
  if (type === 'error') console.error(...args);
}

/** Waits until the suite has called back, or has not come a step further for too long. */
async function endOrStandstill(isFinished: () => boolean, run: ExtensionHostRun): Promise<void> {
  let steps = -1;
  let lastStepMs = performance.now();
  while (!isFinished() && performance.now() - lastStepMs < standstillMs) {
    await delay(pollMs);
    if (run.countSteps() === steps) continue;
    steps = run.countSteps();
    lastStepMs = performance.now();
  }
  if (!isFinished()) console.error(`VS Code came no further with its tests for ${standstillMs / 1000} s.`);
}

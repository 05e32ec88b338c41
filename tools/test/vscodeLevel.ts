import { cpSync } from 'node:fs';
import path from 'node:path';
import { requiredParts } from '../../test/support/skip';
import type { TestRecord } from '../../test/support/testRecord';
import { browserVscodeUnsupported } from '../browser-vscode/install';
import { buildExtension } from '../buildExtension';
import { startEmbeddedHostProcess, type EmbeddedHostProcess } from '../embeddedHostProcess';
import { fromRoot } from '../root';
import { temporaryFolder } from '../temporaryFolder';
import { bundleToOut } from './bundleToOut';
import type { LaunchSuite } from './extensionHostRun';
import { browserLauncher } from './inBrowserVscode';
import { desktopLauncher } from './inDesktopVscode';
import { prepareRun, type LevelOptions, type PreparedRun } from './mochaOrders';

const printIntervalMs = 500;

/** Runs the suite inside a real VS Code: the desktop one where it can be had, else the one in a browser. */
export async function runInVscode(
  files: readonly string[],
  options: LevelOptions,
): Promise<readonly TestRecord[]> {
  let launch: LaunchSuite;
  try {
    launch = await (useDesktopVscode() ? desktopLauncher() : browserLauncher());
  } catch (error) {
    return [withoutVscode(error)];
  }
  await buildExtension();
  const [testIndex = ''] = await bundleToOut(['test/vscode/index.ts'], 'cjs');
  const run = prepareRun(await bundleToOut(files, 'cjs'), options);
  const folder = temporaryFolder('vscode-test');
  const workspace = path.join(folder.path, 'workspace');
  cpSync(fromRoot('tools', 'start', 'sample-workspace'), workspace, { recursive: true });
  const host = await startTestHost(path.join(folder.path, 'host.log'));
  const stopPrinting = printWhileRunning(run);
  try {
    await launch({
      home: folder.path,
      workspace,
      testIndex,
      settings: { 'fillwright.endpoints': [{ name: 'test host', url: host.url }] },
      environment: {
        ...run.environment,
        FILLWRIGHT_TEST_ENDPOINT: host.url,
        FILLWRIGHT_REQUIRE: [...requiredParts()].join(','),
      },
      countSteps: () => run.readLines().length,
    });
  } finally {
    stopPrinting();
    await host.stop();
    folder.remove();
  }
  return run.readRecords();
}

/** The desktop VS Code that the user names, or one that is downloaded where the browser's can't be had. */
function useDesktopVscode(): boolean {
  return process.env.FILLWRIGHT_VSCODE_PATH !== undefined || browserVscodeUnsupported() !== undefined;
}

function withoutVscode(cause: unknown): TestRecord {
  const reason = `No VS Code to run them in: ${cause instanceof Error ? cause.message : String(cause)}`;
  const title = 'The tests inside VS Code';
  if (requiredParts().has('vscode')) return { title, state: 'failed', durationMs: 0, error: reason };
  return { title, state: 'skipped', durationMs: 0, skip: { reason, part: 'vscode' } };
}

/** The host that `FILLWRIGHT_TEST_HOST` names, else the embedded one. */
async function startTestHost(logFile: string): Promise<EmbeddedHostProcess> {
  const url = process.env.FILLWRIGHT_TEST_HOST;
  if (url === undefined) return startEmbeddedHostProcess(logFile);
  return { url, stop: () => Promise.resolve() };
}

/** What mocha prints in an extension host is lost, so its tests are shown from here. */
function printWhileRunning(run: PreparedRun): () => void {
  let printed = 0;
  const printNew = (): void => {
    const lines = run.readLines();
    for (const line of lines.slice(printed)) if (line.kind === 'test') print(line.test);
    printed = lines.length;
  };
  const timer = setInterval(printNew, printIntervalMs);
  return () => {
    clearInterval(timer);
    printNew();
  };
}

function print({ title, state, durationMs, error }: TestRecord): void {
  const sign = { passed: '✔', failed: '✘', skipped: '-' }[state];
  console.log(`  ${sign} ${title} (${Math.round(durationMs)} ms)`);
  if (error !== undefined) console.log(error.replace(/^/gm, '      '));
}

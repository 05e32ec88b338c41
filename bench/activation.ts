import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { launchChromium } from '../tools/browser-vscode/chromium';
import { startCodeServer } from '../tools/browser-vscode/codeServer';
import { installBrowserVscode } from '../tools/browser-vscode/install';
import { stageExtension } from '../tools/browser-vscode/stageExtension';
import { quietSettings } from '../tools/browser-vscode/userSettings';
import { Workbench } from '../tools/browser-vscode/workbench';
import { buildExtension } from '../tools/buildExtension';
import { copySampleWorkspace } from '../tools/start/sampleWorkspace';
import { temporaryFolder } from '../tools/temporaryFolder';
import { median } from './figures';

const FLOOR_MS = 50;
const RUNNING_EXTENSIONS = 'Developer: Show Running Extensions';

/** What one window took, in ms. */
interface Activation {
  /** From VS Code's page of running extensions: by the clock, with all that the machine did meanwhile. */
  readonly stated: number;
  /** CPU time of the extension host's thread, to load the code and to run `activate`. */
  readonly load: number;
  readonly activate: number;
}

/**
 * Opens windows of a real VS Code and prints how long Fillwright took to load and to activate: CPU time of its own, and
 * the time by the clock that VS Code states itself.
 */
export async function benchActivation(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { windows: { type: 'string', default: '7' }, json: { type: 'string' } },
  });
  const activations = await measure(Number(values.windows));
  const own = activations.map(({ load, activate }) => load + activate);
  const stated = activations.map((each) => each.stated);
  const figures = {
    windows: activations.length,
    'own time, ms, median': rounded(median(own)),
    'floor, ms': FLOOR_MS,
    'of it loading': rounded(median(activations.map(({ load }) => load))),
    'of it activating': rounded(median(activations.map(({ activate }) => activate))),
    'own time, ms, longest': rounded(Math.max(...own)),
    'by the clock, ms, median': median(stated),
    'by the clock, ms, shortest': Math.min(...stated),
  };
  console.table(figures);
  if (values.json !== undefined)
    writeFileSync(values.json, JSON.stringify({ activations, figures }, undefined, 1));
}

function rounded(ms: number): number {
  return Number(ms.toFixed(1));
}

async function measure(windows: number): Promise<readonly Activation[]> {
  const parts = await installBrowserVscode((message) => console.error(message));
  await buildExtension('production');
  const folder = temporaryFolder('activation');
  const notes = path.join(folder.path, 'own-time.json');
  const extension = measuredExtension(path.join(folder.path, 'extension'), notes);
  const workspace = copySampleWorkspace(path.join(folder.path, 'corner-shop'));
  const server = await startCodeServer(parts, { home: folder.path, workspace, settings: quietSettings });
  const browser = await launchChromium(parts);
  const activations: Activation[] = [];
  try {
    while (activations.length < windows) {
      const workbench = await Workbench.open(browser, server, { extension });
      const stated = await statedTime(workbench);
      activations.push({
        stated,
        ...(JSON.parse(readFileSync(notes, 'utf8')) as Omit<Activation, 'stated'>),
      });
      await workbench.close();
    }
    return activations;
  } finally {
    await browser.close();
    await server.stop();
    folder.remove();
  }
}

/** The extension with a main file before its own that notes the CPU time of both steps. */
function measuredExtension(folder: string, notes: string): string {
  const staged = stageExtension();
  mkdirSync(folder);
  for (const part of readdirSync(staged)) symlinkSync(path.join(staged, part), path.join(folder, part));
  const manifest = path.join(folder, 'package.json');
  const main = JSON.parse(readFileSync(manifest, 'utf8')) as { main: string };
  rmSync(manifest);
  writeFileSync(manifest, JSON.stringify({ ...main, main: './measured.js' }));
  writeFileSync(path.join(folder, 'measured.js'), measuringMain(main.main, notes));
  return folder;
}

function measuringMain(main: string, notes: string): string {
  return `
    const spent = (before) => {
      const { user, system } = process.threadCpuUsage(before);
      return (user + system) / 1000;
    };
    const beforeLoad = process.threadCpuUsage();
    const extension = require(${JSON.stringify(main)});
    const load = spent(beforeLoad);
    exports.activate = (context) => {
      const beforeActivate = process.threadCpuUsage();
      const exported = extension.activate(context);
      const activate = spent(beforeActivate);
      require('node:fs').writeFileSync(${JSON.stringify(notes)}, JSON.stringify({ load, activate }));
      return exported;
    };`;
}

async function statedTime(workbench: Workbench): Promise<number> {
  await workbench.runCommand(RUNNING_EXTENSIONS);
  const row = workbench.page.locator('.runtime-extensions-editor .extension', { hasText: 'Fillwright' });
  const said = await row.locator('.activation-time').innerText();
  const ms = /(\d+)\s*ms/.exec(said)?.[1];
  if (ms === undefined)
    throw new Error(`VS Code says '${said}' where the time of an activation is expected.`);
  return Number(ms);
}

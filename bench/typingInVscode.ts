import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../tools/browser-vscode/chromium';
import { startCodeServer, type CodeServer } from '../tools/browser-vscode/codeServer';
import { extensionHostCpuMs } from '../tools/browser-vscode/extensionHostCpu';
import { installBrowserVscode, type BrowserVscode } from '../tools/browser-vscode/install';
import { stageExtension } from '../tools/browser-vscode/stageExtension';
import { typeTimed } from '../tools/browser-vscode/typeTimed';
import { quietSettings } from '../tools/browser-vscode/userSettings';
import { Workbench } from '../tools/browser-vscode/workbench';
import { buildExtension } from '../tools/buildExtension';
import { temporaryFolder } from '../tools/temporaryFolder';
import { rounded } from './figures';
import { screenFigures } from './screenFigures';
import { simulatedAnswer } from './simulatedAnswer';
import { startSimulatedServer } from './simulatedServer';
import { sourceFiles, type Trace } from './trace';
import { cardSpeed, WINDOW } from './typingRuns';
import { wireFigures, type WireKey } from './wireFigures';

const KEYS = 300;
// As in the traces on the virtual clock: reading where to write.
const OPENING_MS = 10_000;
// Reading the repository for the first time is not typing: the extension host has come to rest after it.
const REST_MS = 2_000;
const RESTING_CPU_SHARE = 0.05;
const MOST_RESTS = 60;
const CLOSING_MS = 2_000;

type Column = Readonly<Record<string, number>>;

/** Types the first 300 keys of a trace in real time into a real VS Code, with Fillwright and without any extension. */
export async function typingInVscode(whole: Trace, root: string, seed: number): Promise<Column> {
  const trace = { ...whole, keys: whole.keys.slice(0, KEYS) };
  const parts = await installBrowserVscode((message) => console.log(message));
  await buildExtension('production');
  console.log(`${trace.name}, ${trace.keys.length} keys, in real time in VS Code, without Fillwright …`);
  const control = await inVscode(parts, trace, root);
  console.log('and with it …');
  const server = await startSimulatedServer(cardSpeed, simulatedAnswer(whole, 0.6, seed), WINDOW);
  try {
    const typed = await inVscode(parts, trace, root, server.url);
    const figures = {
      ...typed.screen,
      ...wireFigures(server.host.requests, { before: trace.before, keys: wireKeys(trace, typed.keys) }),
      'extension host CPU, ms / 100 keys': perHundredKeys(typed.cpuMs, trace),
      'the same without Fillwright': perHundredKeys(control.cpuMs, trace),
      'Fillwright, ms / 100 keys (floor ≤ 300)': perHundredKeys(typed.cpuMs - control.cpuMs, trace),
    };
    const column = Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, rounded(value)]));
    console.table(column);
    return column;
  } finally {
    await server.stop();
  }
}

interface TypedInVscode {
  readonly screen: Column;
  /** Times of the keys in ms since 1970. */
  readonly keys: readonly number[];
  readonly cpuMs: number;
}

async function inVscode(
  parts: BrowserVscode,
  trace: Trace,
  root: string,
  hostUrl?: string,
): Promise<TypedInVscode> {
  const folder = temporaryFolder('typing');
  const workspace = copySources(root, path.join(folder.path, 'workspace'), trace);
  const server = await startCodeServer(parts, {
    home: folder.path,
    workspace,
    settings: {
      ...quietSettings,
      ...(hostUrl !== undefined && { 'fillwright.endpoints': [{ url: hostUrl }] }),
    },
  });
  const browser = await launchChromium(parts);
  try {
    return await typeIn(browser, server, trace, { workspace, with: hostUrl !== undefined });
  } finally {
    await browser.close();
    await server.stop();
    folder.remove();
  }
}

async function typeIn(
  browser: Browser,
  server: CodeServer,
  trace: Trace,
  setup: { readonly workspace: string; readonly with: boolean },
): Promise<TypedInVscode> {
  const file = path.join(setup.workspace, trace.path);
  const options = setup.with ? { extension: stageExtension() } : { without: true };
  const workbench = await Workbench.open(browser, server, { ...options, file });
  if (setup.with) await workbench.waitForStatus(/ready/);
  const lines = trace.before.split('\n');
  await workbench.goTo(lines.length, (lines.at(-1) ?? '').length + 1);
  await delay(OPENING_MS);
  await atRest(server);
  const cpuBefore = extensionHostCpuMs(server.processGroup);
  const begun = performance.timeOrigin + performance.now();
  await typeTimed(workbench, trace.keys);
  await delay(CLOSING_MS);
  const cpuMs = extensionHostCpuMs(server.processGroup) - cpuBefore;
  const timeline = await workbench.timeline();
  await workbench.press('Escape');
  await workbench.save();
  const typed = trace.keys.map(({ text }) => text).join('');
  if (readFileSync(file, 'utf8') !== trace.before + typed + trace.after)
    throw new Error(
      `${trace.path} does not hold what was typed: the keys did not arrive as they were meant.`,
    );
  return { screen: screenFigures(timeline, begun), keys: timeline.keys.filter((at) => at >= begun), cpuMs };
}

async function atRest(server: CodeServer): Promise<void> {
  for (let rests = 0; rests < MOST_RESTS; rests += 1) {
    const before = extensionHostCpuMs(server.processGroup);
    await delay(REST_MS);
    if (extensionHostCpuMs(server.processGroup) - before < RESTING_CPU_SHARE * REST_MS) return;
  }
}

/** The keys with their times on this process's clock; a line end with an empty line before it is two keys. */
function wireKeys(trace: Trace, times: readonly number[]): WireKey[] {
  let pressed = 0;
  return trace.keys.map(({ text }) => {
    const atMs = (times[pressed] ?? Infinity) - performance.timeOrigin;
    pressed += Math.max(text.match(/\n/g)?.length ?? 0, 1);
    return { text, atMs };
  });
}

function perHundredKeys(value: number, trace: Trace): number {
  return (100 * value) / trace.keys.length;
}

/** The repository's sources, the trace's file without what is to be typed. */
function copySources(root: string, to: string, trace: Trace): string {
  for (const file of sourceFiles(root)) {
    const target = path.join(to, file);
    mkdirSync(path.dirname(target), { recursive: true });
    const text =
      file === trace.path ? trace.before + trace.after : readFileSync(path.join(root, file), 'utf8');
    writeFileSync(target, text);
  }
  return to;
}

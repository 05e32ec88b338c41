import { readFileSync } from 'node:fs';
import path from 'node:path';
import { launchChromium } from '../browser-vscode/chromium';
import { startCodeServer } from '../browser-vscode/codeServer';
import { installBrowserVscode } from '../browser-vscode/install';
import { quietSettings } from '../browser-vscode/userSettings';
import { stageExtension } from '../browser-vscode/stageExtension';
import { Workbench } from '../browser-vscode/workbench';
import { generatedText, startRecordingProxy, type RecordingProxy } from '../recordingProxy';
import { squeeze } from '../squeeze';
import { temporaryFolder } from '../temporaryFolder';
import { waitUntil } from '../waitUntil';
import type { ChosenHost } from './chooseHost';
import { copySampleWorkspace } from './sampleWorkspace';

/** Where the check types: a place of the sample workspace in which even the demo model does well. */
const place = { file: 'src/cart.ts', line: 18, column: 1, typed: '    if (product === undefined) {' };

export interface CheckOptions {
  readonly host: ChosenHost;
  /** The PNG file that the ghost text is pictured in. */
  readonly screenshot: string;
  readonly progress: (message: string) => void;
}

export interface CheckResult {
  readonly ok: true;
  /** The ghost text, as shown and accepted. */
  readonly text: string;
  /** From the start of this program until VS Code was ready to type in. */
  readonly startMs: number;
  /** From the last key to the ghost text, measured in the page. */
  readonly ghostTextMs: number;
  readonly host: string;
  readonly model: string;
}

/** Types in the sample workspace and takes what the model suggests. Throws an Error that says what went wrong. */
export async function check({ host, screenshot, progress }: CheckOptions): Promise<CheckResult> {
  const parts = await installBrowserVscode(progress);
  const folder = temporaryFolder('check');
  const workspace = copySampleWorkspace(path.join(folder.path, 'corner-shop'));
  const file = path.join(workspace, place.file);
  const recording = await startRecordingProxy(host.url);
  progress('Starting VS Code and Chromium …');
  const server = await startCodeServer(parts, {
    home: folder.path,
    workspace,
    settings: { ...quietSettings, 'fillwright.endpoints': [{ name: 'demo', url: recording.url }] },
  });
  const browser = await launchChromium(parts);
  try {
    const workbench = await Workbench.open(browser, server, { extension: stageExtension(), file });
    await workbench.waitForStatus(/ready/);
    const startMs = Math.round(performance.now());
    progress('Typing …');
    await workbench.goTo(place.line, place.column);
    await workbench.type(place.typed);
    const text = await settledGhostText(workbench, recording);
    await workbench.screenshot(screenshot);
    const ghostTextMs = await timeOf(workbench, text);
    const model = modelThatSent(recording, text);
    await acceptInto(workbench, file, text);
    return { ok: true, text, startMs, ghostTextMs, host: host.url, model };
  } finally {
    await browser.close();
    await server.stop();
    await recording.close();
    folder.remove();
  }
}

/** The ghost text once the host has no more to say; another one may replace it before. */
function settledGhostText(workbench: Workbench, recording: RecordingProxy): Promise<string> {
  const settled = async (): Promise<string | undefined> => {
    const before = await workbench.waitForGhostText();
    await workbench.page.waitForTimeout(300);
    const after = await workbench.ghostText();
    return before === after && recording.open('/api/generate').length === 0 ? after : undefined;
  };
  return waitUntil(settled, { timeoutMs: 60_000, what: 'a ghost text that stays' });
}

async function timeOf(workbench: Workbench, text: string): Promise<number> {
  const shown = await workbench.shownGhostTexts();
  const found = shown.find((entry) => entry.text === text);
  if (found === undefined) throw new Error('The page did not note when the ghost text came up.');
  return Math.round(found.sinceKeyMs);
}

/** The model whose recorded answer holds the ghost text: it must not come from anywhere else. */
function modelThatSent(recording: RecordingProxy, text: string): string {
  const generations = recording.exchanges.filter(({ route }) => route === '/api/generate');
  const source = generations.find((exchange) => squeeze(generatedText(exchange)).includes(squeeze(text)));
  if (source === undefined) {
    const answers = generations.map((exchange) => JSON.stringify(generatedText(exchange))).join(', ');
    throw new Error(`The ghost text ${JSON.stringify(text)} is not what the model sent: ${answers}`);
  }
  return (JSON.parse(source.requestBody) as { model: string }).model;
}

async function acceptInto(workbench: Workbench, file: string, text: string): Promise<void> {
  await workbench.press('Tab');
  // The next suggestion may follow at once.
  const patience = { timeoutMs: 60_000, what: 'the editor to accept the ghost text' };
  await waitUntil(async () => (await workbench.ghostText()) !== text, patience);
  await workbench.save();
  const wanted = place.typed + text;
  if (!squeeze(readFileSync(file, 'utf8')).includes(squeeze(wanted))) {
    throw new Error(`The saved file does not hold ${JSON.stringify(wanted)}.`);
  }
}

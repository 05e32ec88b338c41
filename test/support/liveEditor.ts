import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../../tools/browser-vscode/chromium';
import { startCodeServer, type CodeServer } from '../../tools/browser-vscode/codeServer';
import {
  browserVscodeUnsupported,
  installBrowserVscode,
  type BrowserVscode,
} from '../../tools/browser-vscode/install';
import { quietSettings } from '../../tools/browser-vscode/userSettings';
import { stageExtension } from '../../tools/browser-vscode/stageExtension';
import { Workbench } from '../../tools/browser-vscode/workbench';
import { buildExtension } from '../../tools/buildExtension';
import { startRecordingProxy, type RecordingProxy } from '../../tools/recordingProxy';
import { copySampleWorkspace } from '../../tools/start/sampleWorkspace';
import { temporaryFolder } from '../../tools/temporaryFolder';
import { startEmbeddedHost } from './embeddedHost';
import { skipBecause } from './skip';

/** A VS Code with the extension on the embedded host, driven through a browser as a user would. */
export interface LiveEditor {
  readonly parts: BrowserVscode;
  readonly browser: Browser;
  readonly server: CodeServer;
  /** The unpacked extension. */
  readonly extension: string;
  readonly hostUrl: string;
  /** Stands between the extension and the host. */
  readonly recording: RecordingProxy;
  /** A new window with a file of the sample workspace, without what earlier windows left unsaved. */
  open(file: string): Promise<Workbench>;
  /** What the file holds on disk. */
  read(file: string): string;
}

/** Installing everything for the first time takes as long as the network does. */
const startTimeoutMs = 600_000;

let shared: Promise<LiveEditor> | undefined;

/** One VS Code serves all test files of the process; it ends with the process. */
export function useLiveEditor(): () => LiveEditor {
  let editor: LiveEditor | undefined;
  before(async function () {
    this.timeout(startTimeoutMs);
    const unsupported = browserVscodeUnsupported();
    if (unsupported !== undefined) skipBecause(this, unsupported, 'chromium');
    shared ??= startLiveEditor();
    editor = await shared;
  });
  return () => {
    if (editor === undefined) throw new Error('The editor is there from the first test on.');
    return editor;
  };
}

/** The user's settings with these endpoints and nothing else that concerns Fillwright. */
export function settingsFor(...urls: readonly string[]): Record<string, unknown> {
  return { ...quietSettings, 'fillwright.endpoints': urls.map((url) => ({ url })) };
}

async function startLiveEditor(): Promise<LiveEditor> {
  const parts = await installBrowserVscode((message) => process.stderr.write(`${message}\n`));
  await buildExtension();
  const extension = stageExtension();
  const folder = temporaryFolder('e2e');
  const workspace = copySampleWorkspace(path.join(folder.path, 'corner-shop'));
  const host = await startEmbeddedHost();
  const recording = await startRecordingProxy(host.url);
  const server = await startCodeServer(parts, {
    home: folder.path,
    workspace,
    settings: settingsFor(recording.url),
  });
  const browser = await launchChromium(parts);
  const inWorkspace = (file: string): string => path.join(workspace, file);
  return {
    parts,
    browser,
    server,
    extension,
    hostUrl: host.url,
    recording,
    open: (file) => {
      server.forgetUnsaved();
      return Workbench.open(browser, server, { extension, file: inWorkspace(file) });
    },
    read: (file) => readFileSync(inWorkspace(file), 'utf8'),
  };
}

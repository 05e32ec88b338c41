import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { PanelCommand, PanelEvent, Turn } from '../../src/chat/protocol';
import { chatPageHtml } from '../../src/vscode/chatPageHtml';
import { launchChromium } from '../../tools/browser-vscode/chromium';
import { browserVscodeUnsupported, installBrowserVscode } from '../../tools/browser-vscode/install';
import { buildExtension } from '../../tools/buildExtension';
import { fromRoot } from '../../tools/root';
import { skipBecause } from './skip';

/** The chat panel's page in a Chromium without VS Code: what the extension would say is said by the test. */
export interface PanelPage {
  readonly page: Page;
  /** What the page loaded, or tried to, besides its own files. */
  readonly foreignRequests: readonly string[];
  /** Problems that the browser reported: refused by the policy, thrown, or written to the console as errors. */
  readonly problems: readonly string[];
  say(...events: readonly PanelEvent[]): Promise<void>;
  /** What the page has told the extension. */
  commands(): Promise<readonly PanelCommand[]>;
  close(): Promise<void>;
}

const types: Readonly<Record<string, string>> = {
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.ttf': 'font/ttf',
};
const nonce = 'c2FmZQ';
/** Installing everything for the first time takes as long as the network does. */
const startTimeoutMs = 600_000;

/** Stands in the page for what VS Code gives to a webview. */
const editorApi = `
  window.sent = [];
  window.acquireVsCodeApi = () => ({
    postMessage: (command) => window.sent.push(command),
    getState: () => JSON.parse(sessionStorage.getItem('kept') ?? 'null') ?? undefined,
    setState: (state) => sessionStorage.setItem('kept', JSON.stringify(state)),
  });`;

/** Hands out pages that share one browser; both end with the tests of the file. */
export function usePanelPages(): () => Promise<PanelPage> {
  let browser: Browser | undefined;
  before(async function () {
    this.timeout(startTimeoutMs);
    const unsupported = browserVscodeUnsupported();
    if (unsupported !== undefined) skipBecause(this, unsupported, 'chromium');
    const parts = await installBrowserVscode((message) => process.stderr.write(`${message}\n`));
    await buildExtension();
    browser = await launchChromium(parts);
  });
  after(() => browser?.close());
  return async () => {
    if (browser === undefined) throw new Error('The browser is there from the first test on.');
    return openPanelPage(browser);
  };
}

/** An open conversation with these turns. */
export function conversationOf(...turns: readonly Turn[]): PanelEvent {
  return {
    type: 'opened',
    conversation: { id: 'c', title: 'Test', pinned: false, updatedAt: 0, isRunning: false, turns },
  };
}

/** A finished answer. */
export function answerOf(text: string, id = 'a'): Turn {
  return {
    kind: 'answer',
    ...{ id, at: 0, branch: { index: 0, count: 1 }, endpoint: 'host', model: 'model' },
    parts: [{ kind: 'text', text }],
    state: { kind: 'finished', finishReason: 'stop' },
  };
}

async function openPanelPage(browser: Browser): Promise<PanelPage> {
  const server = createServer((request, response) => {
    const name = path.basename(new URL(request.url ?? '/', 'http://page').pathname);
    if (name === '') {
      response.setHeader('content-type', 'text/html');
      response.end(html());
      return;
    }
    response.setHeader('content-type', types[path.extname(name)] ?? 'application/octet-stream');
    response.end(readFileSync(fromRoot('dist', 'webview', name)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const html = (): string =>
    chatPageHtml({
      ...{ nonce, language: 'en', words: {} },
      source: origin,
      script: `${origin}/panel.js`,
      style: `${origin}/style.css`,
    });

  const context = await browser.newContext({ viewport: { width: 420, height: 800 } });
  const page = await context.newPage();
  const foreignRequests: string[] = [];
  const problems: string[] = [];
  const own = new Set(
    ['/', '/panel.js', '/style.css', '/codicon.ttf', '/favicon.ico'].map((name) => origin + name),
  );
  page.on('request', (request) => {
    if (!own.has(request.url().replace(/\?.*$/, ''))) foreignRequests.push(request.url());
  });
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('favicon')) problems.push(message.text());
  });
  page.on('dialog', (dialog) => {
    problems.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.addInitScript(editorApi);
  await page.goto(`${origin}/`);
  await page.waitForFunction('window.sent.length > 0');
  return {
    page,
    foreignRequests,
    problems,
    say: async (...events) => {
      await page.evaluate(`for (const event of ${JSON.stringify(events)}) window.postMessage(event)`);
    },
    commands: () => page.evaluate('window.sent'),
    close: async () => {
      await context.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

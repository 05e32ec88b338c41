import path from 'node:path';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { fromRoot } from '../root';
import { waitUntil } from '../waitUntil';
import type { CodeServer, PayloadEntry } from './codeServer';
import { editorsKept } from './editorsKept';

export interface WorkbenchOptions {
  /** The unpacked extension that is loaded as one under development; none when it is installed. */
  readonly extension?: string;
  /** Opened at once; absolute. */
  readonly file?: string;
  /** A VS Code without Fillwright, to compare with. */
  readonly without?: boolean;
}

/** A ghost text as the page showed it, and how long after the last key. */
export interface ShownGhostText {
  readonly text: string;
  readonly sinceKeyMs: number;
}

/** What happened on screen; times in ms since 1970, as other processes of this machine count. */
export interface Timeline {
  readonly keys: readonly number[];
  /** The ghost text from then on, empty where there was none. */
  readonly changes: readonly { readonly atMs: number; readonly text: string }[];
}

/** Limit for every wait on VS Code. Only to end what hangs: on a busy machine all of it takes seconds. */
const patienceMs = 90_000;

/** Within it what a key opens is there, or the key was lost. */
const openingMs = 10_000;

const statusSelector = '.statusbar-item[id*="fillwright.status"]';

/** One browser window with VS Code in it, for tools and tests that drive it as a user does. */
export class Workbench {
  private constructor(
    readonly page: Page,
    private readonly context: BrowserContext,
    /** Opens the window with what was open in it. */
    private readonly address: string,
  ) {}

  /** Opens VS Code and waits until it has restored its parts and Fillwright shows in the status bar. */
  static async open(browser: Browser, server: CodeServer, options: WorkbenchOptions): Promise<Workbench> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    context.setDefaultTimeout(patienceMs);
    const page = await context.newPage();
    await page.addInitScript({ path: fromRoot('tools', 'browser-vscode', 'ghostTextProbe.js') });
    const payload: PayloadEntry[] = [];
    if (options.extension !== undefined) {
      payload.push(['extensionDevelopmentPath', server.remoteUri(options.extension)]);
    }
    const address = server.address(payload);
    if (options.file !== undefined) payload.push(['openFile', server.remoteUri(options.file)]);
    await page.goto(server.address(payload));
    const workbench = new Workbench(page, context, address);
    await workbench.restored();
    if (options.without !== true) await page.waitForSelector(statusSelector);
    if (options.file !== undefined) await workbench.waitForEditor(path.basename(options.file));
    return workbench;
  }

  /** Closes the window and forgets its storage. */
  close(): Promise<void> {
    return this.context.close();
  }

  /** Loads the window anew with what was open: a file that the address names would keep the editors from coming back. */
  async loadAnew(): Promise<void> {
    await this.page.goto(this.address);
    await this.restored();
    await this.page.waitForSelector(statusSelector);
  }

  /** Waits until VS Code has kept its editors, which it does every few seconds, with `text` among what it knows of them. */
  async waitUntilKept(text: string): Promise<void> {
    const isKept = (): Promise<boolean> => this.page.evaluate(`(${editorsKept})(${JSON.stringify(text)})`);
    await waitUntil(isKept, { timeoutMs: patienceMs, what: `'${text}' among the editors that are kept` });
  }

  /** The words of Fillwright's status bar item. */
  async statusText(): Promise<string> {
    return (await this.page.locator(statusSelector).innerText()).trim();
  }

  async waitForStatus(words: RegExp): Promise<void> {
    await waitUntil(async () => words.test(await this.statusText()), {
      timeoutMs: patienceMs,
      what: `the status ${String(words)}`,
    });
  }

  /** Opens a file of the workspace through Quick Open. `name` has to be unique in it. */
  async openFile(name: string): Promise<void> {
    await this.page.keyboard.press('Control+p');
    await this.page.keyboard.type(name);
    // Before the text is applied the rows are those of the history, and Enter would open one of them.
    await this.page.locator('.quick-input-list .monaco-list-row', { hasText: name }).first().waitFor();
    await this.page.keyboard.press('Enter');
    await this.waitForEditor(name);
  }

  /** Puts the cursor before a column of a line, both counted from 1. */
  async goTo(line: number, column: number): Promise<void> {
    await this.page.keyboard.press('Control+g');
    const input = this.page.locator('.quick-input-widget input');
    await input.waitFor({ state: 'visible' });
    await input.fill(`:${line}:${column}`);
    await this.page.keyboard.press('Enter');
    await this.page.locator('.statusbar-item', { hasText: `Ln ${line}, Col ${column}` }).waitFor();
  }

  /** Types into the focused editor, key by key. */
  type(text: string): Promise<void> {
    return this.page.keyboard.type(text, { delay: 30 });
  }

  press(key: string): Promise<void> {
    return this.page.keyboard.press(key);
  }

  /** Runs a command by its title in the command palette. */
  async runCommand(title: string): Promise<void> {
    const palette = this.page.locator('.quick-input-widget');
    const row = this.page.locator('.quick-input-list .monaco-list-row', { hasText: title }).first();
    // A window that is busy may lose the key, or take the focus back from the palette, which closes it.
    const isFound = async (): Promise<boolean> => {
      // One that is about to close would take the key for its own.
      await palette.waitFor({ state: 'hidden' });
      await this.page.keyboard.press('F1');
      if (!(await isThere(this.page.locator('.quick-input-widget input:focus')))) return false;
      await this.page.keyboard.type(title);
      if (await isThere(row)) return true;
      if (await palette.isVisible()) await this.page.keyboard.press('Escape');
      return false;
    };
    await waitUntil(isFound, { timeoutMs: patienceMs, what: `the command '${title}'` });
    await this.page.keyboard.press('Enter');
  }

  /** The ghost text on screen, empty when there is none. */
  ghostText(): Promise<string> {
    return this.page.evaluate('window.ghostTextProbe.current()');
  }

  /** All ghost texts since the window was opened. */
  shownGhostTexts(): Promise<readonly ShownGhostText[]> {
    return this.page.evaluate('window.ghostTextProbe.shown');
  }

  /** All keys and ghost texts since the window was opened. */
  async timeline(): Promise<Timeline> {
    const keys: readonly number[] = await this.page.evaluate('window.ghostTextProbe.keys');
    const changes: Timeline['changes'] = await this.page.evaluate('window.ghostTextProbe.changes');
    return { keys, changes };
  }

  /** Waits for a ghost text that passes `isWanted`, any when there is none. */
  waitForGhostText(isWanted: (text: string) => boolean = () => true): Promise<string> {
    const ask = async (): Promise<string | undefined> => {
      const text = await this.ghostText();
      return text.trim() !== '' && isWanted(text) ? text : undefined;
    };
    return waitUntil(ask, { timeoutMs: patienceMs, what: 'ghost text' });
  }

  async waitForNoGhostText(): Promise<void> {
    await waitUntil(async () => (await this.ghostText()).trim() === '', {
      timeoutMs: patienceMs,
      what: 'the ghost text to go',
    });
  }

  /** Saves the file in front and waits until the editor has nothing unsaved. */
  async save(): Promise<void> {
    await this.page.keyboard.press('Control+s');
    await this.page.locator('.tab.active:not(.dirty)').waitFor();
  }

  screenshot(file: string): Promise<unknown> {
    return this.page.screenshot({ path: file });
  }

  private async restored(): Promise<void> {
    await this.page.waitForFunction('window.driver !== undefined');
    await this.page.evaluate('window.driver.whenWorkbenchRestored()');
  }

  private async waitForEditor(name: string): Promise<void> {
    await this.page.locator(`.tab.active[data-resource-name="${name}"]`).waitFor();
    await this.page.locator('.monaco-editor.focused .view-lines').waitFor();
  }
}

function isThere(locator: Locator): Promise<boolean> {
  return locator.waitFor({ timeout: openingMs }).then(
    () => true,
    () => false,
  );
}

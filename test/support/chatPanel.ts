import type { FrameLocator, Locator } from 'playwright-core';
import type { Workbench } from '../../tools/browser-vscode/workbench';
import { waitUntil } from '../../tools/waitUntil';

/** Limit for every wait. Only to end what hangs: on a busy machine all of it takes seconds. */
const patienceMs = 90_000;

/** The chat panel inside a VS Code that is driven through a browser. */
export class ChatPanel {
  readonly frame: FrameLocator;

  private constructor(readonly editor: Workbench) {
    this.frame = editor.page.frameLocator('iframe.webview').frameLocator('#active-frame');
  }

  /** Opens the chat by its command and waits until a message can be written. */
  static async open(editor: Workbench): Promise<ChatPanel> {
    await editor.runCommand('Fillwright: Open the Chat');
    const panel = new ChatPanel(editor);
    await panel.input.waitFor();
    return panel;
  }

  /** Opens the chat in the editor area; for a window without the chat in its side bar. */
  static async openTab(editor: Workbench): Promise<ChatPanel> {
    await editor.runCommand('Fillwright: Open the Chat in an Editor Tab');
    return ChatPanel.restored(editor);
  }

  /** Waits for a panel that the editor has brought back by itself. */
  static async restored(editor: Workbench): Promise<ChatPanel> {
    const panel = new ChatPanel(editor);
    await panel.input.waitFor();
    return panel;
  }

  get input(): Locator {
    return this.frame.locator('textarea.input');
  }

  get answer(): Locator {
    return this.frame.locator('article.answer').last();
  }

  button(name: string): Locator {
    return this.frame.getByRole('button', { name, exact: true });
  }

  async waitForModel(tag: string): Promise<void> {
    await this.frame.locator('.picker-label', { hasText: tag }).waitFor();
  }

  async send(text: string): Promise<void> {
    await this.input.fill(text);
    await waitUntil(() => this.button('Send (Enter)').isEnabled(), {
      timeoutMs: patienceMs,
      what: 'sending to be possible',
    });
    await this.input.press('Enter');
  }

  /** Waits until the last answer has come to its end. */
  async waitForAnswer(): Promise<void> {
    await this.frame.locator('article.answer:not(.live)').last().waitFor();
    await this.button('Send (Enter)').waitFor();
  }

  async waitForText(text: string): Promise<void> {
    await this.answer.getByText(text).first().waitFor();
  }

  /** Drags the side bar to a width in which answers read well. */
  async widen(toPx: number): Promise<void> {
    const bar = await this.editor.page.locator('[id="workbench.parts.sidebar"]').boundingBox();
    if (bar === null) throw new Error('There is no side bar.');
    const { mouse } = this.editor.page;
    const middle = bar.y + bar.height / 2;
    await mouse.move(bar.x + bar.width, middle);
    await mouse.down();
    await mouse.move(bar.x + toPx, middle, { steps: 4 });
    await mouse.up();
    await mouse.move(bar.x + toPx + 200, middle);
  }
}

import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { Workbench } from '../../tools/browser-vscode/workbench';
import { ChatPanel } from '../support/chatPanel';
import { FakeChatHost } from '../support/fakeChatHost';
import { settingsFor, useLiveEditor } from '../support/liveEditor';

const model = 'qwen2.5vl:7b';
const redPixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==';

describe('What is brought into the chat panel', () => {
  const live = useLiveEditor();
  let host: FakeChatHost;
  let editor: Workbench;
  let chat: ChatPanel;

  before(async () => {
    host = await FakeChatHost.start({ tag: model, capabilities: ['completion', 'vision'] });
    live().server.writeSettings({
      ...settingsFor(),
      'fillwright.completion.enabled': false,
      'fillwright.chat.titles': 'question',
      'fillwright.endpoints': [{ name: 'gpu box', url: host.url }],
    });
    editor = await live().open('src/cart.ts');
    chat = await ChatPanel.open(editor);
    await chat.waitForModel(model);
  });
  after(async () => {
    await editor.close();
    live().server.writeSettings(settingsFor(live().recording.url));
    await host.stop();
  });
  beforeEach(async () => {
    const isNew = (await chat.frame.locator('.empty').count()) > 0;
    if (!isNew) await chat.button('New Conversation').click();
    await chat.frame.locator('.empty').waitFor();
  });

  const chip = (name: string): Locator => chat.frame.locator('.input-box .chip', { hasText: name });
  const sent = (): FakeChatHost['chats'][number]['messages'][number] | undefined =>
    host.chats.at(-1)?.messages.at(-1);

  it('is what is selected in the editor, by a key', async () => {
    await editor.page.locator('.monaco-editor .view-lines').first().click();
    await editor.goTo(22, 1);
    await editor.press('Shift+ArrowDown');
    await editor.press('Shift+ArrowDown');
    await editor.press('Control+Alt+Shift+j');
    await chip('cart.ts:22-23').waitFor();
    await chat.send('What is this?');
    await chat.waitForAnswer();
    const lines = live().read('src/cart.ts').split('\n').slice(21, 23).join('\n');
    assert.ok(sent()?.content.includes(lines), sent()?.content);
  });

  it('is all that is selected in the explorer, files and folders, by its menu', async () => {
    await editor.runCommand('View: Show Explorer');
    const row = (name: string): Locator =>
      editor.page.locator('.explorer-folders-view .monaco-list-row', { hasText: name }).first();
    await row('cart.ts').click();
    await row('src').click({ modifiers: ['Control'] });
    await row('cart.ts').click({ button: 'right' });
    const item = editor.page.locator('.monaco-menu .action-item', { hasText: 'Add to Chat' });
    await item.hover();
    await editor.press('Enter');
    await chip('cart.ts').waitFor();
    await chip('src').waitFor();
  });

  it('is a file that was dropped, and an image that was pasted', async () => {
    await drag(editor.page.locator('.tab[data-resource-name="cart.ts"]'), chat.input);
    await chip('cart.ts').locator('.chip-tokens').waitFor();
    await copyImage();
    await chat.input.click();
    await editor.press('Control+v');
    await chat.frame.locator('.input-box .chip[data-kind=image]').waitFor();
    await chat.send('What is in both?');
    await chat.waitForAnswer();
    assert.ok(sent()?.content.includes(live().read('src/cart.ts').trim()));
    assert.equal(sent()?.images?.length, 1);
  });

  /** With Shift, as VS Code wants it for what is dropped into a webview. */
  async function drag(from: Locator, to: Locator): Promise<void> {
    const { mouse, keyboard } = editor.page;
    await from.hover();
    await mouse.down();
    await keyboard.down('Shift');
    const box = await to.boundingBox();
    assert.ok(box);
    await mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 12 });
    await mouse.up();
    await keyboard.up('Shift');
  }

  async function copyImage(): Promise<void> {
    await editor.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await editor.page.evaluate(`(async () => {
      const bytes = Uint8Array.from(atob('${redPixel}'), (sign) => sign.charCodeAt(0));
      const image = new Blob([bytes], { type: 'image/png' });
      await navigator.clipboard.write([new ClipboardItem({ 'image/png': image })]);
    })()`);
  }
});

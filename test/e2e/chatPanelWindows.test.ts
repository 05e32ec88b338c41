import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { waitUntil } from '../../tools/waitUntil';
import type { Workbench } from '../../tools/browser-vscode/workbench';
import { ChatPanel } from '../support/chatPanel';
import { FakeChatHost } from '../support/fakeChatHost';
import { settingsFor, useLiveEditor } from '../support/liveEditor';

const model = 'deepseek-r1:14b';

describe('The chat over reloads and windows', () => {
  const live = useLiveEditor();
  let host: FakeChatHost;
  let editor: Workbench;
  let chat: ChatPanel;

  const settings = (): Record<string, unknown> => ({
    ...settingsFor(),
    'fillwright.completion.enabled': false,
    'fillwright.chat.titles': 'question',
    'fillwright.endpoints': [{ name: 'gpu box', url: host.url }],
  });

  /** What is begun and not sent, of all conversations. */
  const keptOnDisk = (): string => {
    const storage = path.join(path.dirname(live().server.settingsFile), 'workspaceStorage');
    return readdirSync(storage, { recursive: true, encoding: 'utf8' })
      .filter((file) => /unsent[\\/][^\\/]*\.json$/.test(file))
      .map((file) => readFileSync(path.join(storage, file), 'utf8'))
      .join();
  };

  before(async () => {
    host = await FakeChatHost.start({ tag: model, capabilities: ['completion'] });
    live().server.writeSettings(settings());
  });
  after(async () => {
    live().server.writeSettings(settingsFor(live().recording.url));
    await host.stop();
  });
  beforeEach(async () => {
    editor = await live().open('src/cart.ts');
    chat = await openChat(editor);
  });
  afterEach(() => editor.close());

  it('keeps what came of an answer where the window is loaded anew in its middle', async () => {
    host.answer = () => ({ pieces: ['A beginning', ' and a middle'], hangs: true });
    await chat.send('Tell me a long story');
    await chat.waitForText('A beginning and a middle');
    const left = host.leftEarly;
    await editor.page.reload();
    await left;
    await editor.waitForStatus(/Fillwright/);
    chat = await openChat(editor);
    await openConversation(chat.frame, 'Tell me a long story');
    await chat.waitForText('A beginning and a middle');
    host.answer = () => ({ pieces: [' and an end.'] });
    await chat.answer.getByRole('button', { name: 'Continue' }).click();
    await chat.waitForText('A beginning and a middle and an end.');
  });

  it('has what was attached and not sent after the window is loaded anew, and sends it along', async () => {
    await chat.button('New Conversation').click();
    await chat.input.pressSequentially('What is this? @money');
    await chat.frame.getByRole('option', { name: 'money.ts' }).waitFor();
    await chat.input.press('Enter');
    const chip = (): Locator => chat.frame.locator('.input-box .chip', { hasText: 'money.ts' });
    await chip().waitFor();
    // Keys and clicks are written down a moment late, and a browser writes nothing more once its page goes.
    const kept = { timeoutMs: 60_000, what: 'what is not sent to be written down' };
    await waitUntil(() => keptOnDisk().includes('What is this?'), kept);
    await waitUntil(() => editor.page.evaluate<boolean>(holdsUnsent), kept);
    await editor.page.reload();
    await editor.waitForStatus(/Fillwright/);
    chat = await openChat(editor);
    await chip().waitFor();
    assert.match(await chat.input.inputValue(), /^What is this\?/);
    host.answer = () => ({ pieces: ['It counts money.'] });
    await chat.send('What is this?');
    await chat.waitForText('It counts money.');
    assert.ok(JSON.stringify(host.chats.at(-1)?.messages).includes('formatCents'));
  });

  it('has one history in two windows, and each sees what the other has added', async () => {
    host.answer = ({ messages }) => ({ pieces: [`Answer to ${messages.at(-1)?.content ?? ''}`] });
    await chat.send('asked in the first window');
    await chat.waitForAnswer();
    const second = await live().open('src/money.ts');
    try {
      const other = await openChat(second);
      await openConversation(other.frame, 'asked in the first window');
      await leave(editor.page);
      await other.send('asked in the second window');
      await other.waitForText('Answer to asked in the second window');
      await other.waitForAnswer();
      await chat.button('New Conversation').click();
      await chat.frame.locator('.empty').waitFor();
      await chat.send('asked meanwhile');
      await chat.waitForAnswer();
      await comeBack(editor.page);
      await openConversation(chat.frame, 'asked in the first window');
      await chat.waitForText('Answer to asked in the second window');
      await leave(second.page);
      await comeBack(second.page);
      await openConversation(other.frame, 'asked meanwhile');
      await other.waitForText('Answer to asked meanwhile');
    } finally {
      await second.close();
    }
  });

  it('moves nothing where VS Code is set to less motion', async () => {
    live().server.writeSettings({ ...settings(), 'workbench.reduceMotion': 'on' });
    try {
      await editor.page.reload();
      await editor.waitForStatus(/Fillwright/);
      chat = await openChat(editor);
      await chat.frame.locator('body.vscode-reduce-motion').waitFor();
      host.answer = () => ({ pieces: [{ thinking: 'Let me see.' }], hangs: true });
      await chat.send('Think');
      await chat.frame.locator('.thinking.live').getByText('Let me see.').waitFor();
      assert.equal(await chat.frame.locator('body').evaluate('document.getAnimations().length'), 0);
    } finally {
      live().server.writeSettings(settings());
    }
  });
});

/** Whether the browser has written down that something is begun in this window. */
const holdsUnsent = `(async () => {
  const done = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  for (const { name } of await indexedDB.databases()) {
    const database = await done(indexedDB.open(name));
    try {
      for (const store of database.objectStoreNames) {
        const values = await done(database.transaction(store).objectStore(store).getAll());
        if (values.some((value) => /"chat\\.unsent":\\["/.test(String(value)))) return true;
      }
    } finally {
      database.close();
    }
  }
  return false;
})()`;

async function openChat(editor: Workbench): Promise<ChatPanel> {
  const chat = await ChatPanel.open(editor);
  await chat.waitForModel(model);
  return chat;
}

async function openConversation(frame: FrameLocator, title: string): Promise<void> {
  await frame.getByRole('button', { name: 'History', exact: true }).click();
  const found = frame.locator('.conversation', { hasText: title }).first();
  await found.locator('.conversation-body').click();
  await frame.locator('.panel-title', { hasText: title }).waitFor();
}

/** A driven browser always says that it has the focus. */
async function leave(page: Page): Promise<void> {
  await page.evaluate(`document.hasFocus = () => false; window.dispatchEvent(new Event('blur'))`);
}

async function comeBack(page: Page): Promise<void> {
  await page.evaluate(`document.hasFocus = () => true; window.dispatchEvent(new Event('focus'))`);
}

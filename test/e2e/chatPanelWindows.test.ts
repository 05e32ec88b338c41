import type { FrameLocator, Page } from 'playwright-core';
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
});

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

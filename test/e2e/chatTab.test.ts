import assert from 'node:assert/strict';
import type { Workbench } from '../../tools/browser-vscode/workbench';
import { ChatPanel } from '../support/chatPanel';
import { FakeChatHost } from '../support/fakeChatHost';
import { settingsFor, useLiveEditor } from '../support/liveEditor';

const model = 'deepseek-r1:14b';

describe('The chat in an editor tab', () => {
  const live = useLiveEditor();
  let host: FakeChatHost;
  let editor: Workbench;

  before(async () => {
    host = await FakeChatHost.start({ tag: model, capabilities: ['completion'] });
    live().server.writeSettings({
      ...settingsFor(),
      'fillwright.completion.enabled': false,
      'fillwright.chat.titles': 'question',
      'fillwright.endpoints': [{ name: 'gpu box', url: host.url }],
    });
  });
  after(async () => {
    live().server.writeSettings(settingsFor(live().recording.url));
    await host.stop();
  });
  beforeEach(async () => {
    editor = await live().open('src/cart.ts');
  });
  afterEach(() => editor.close());

  it('comes back with its conversation and with what was being written when the window is loaded anew', async () => {
    const chat = await ChatPanel.openTab(editor);
    await chat.waitForModel(model);
    host.answer = () => ({ pieces: ['Still in the tab.'] });
    await chat.send('Asked in a tab');
    await chat.waitForAnswer();
    await chat.input.fill('half a sent');
    await editor.waitUntilKept('fillwright.chatTab');
    await editor.loadAnew();
    const tab = editor.page.locator('.tab', { hasText: 'Fillwright Chat' });
    assert.equal(await tab.count(), 1);
    const restored = await ChatPanel.restored(editor);
    await restored.frame.locator('.panel-title', { hasText: 'Asked in a tab' }).waitFor();
    await restored.waitForText('Still in the tab.');
    assert.equal(await restored.input.inputValue(), 'half a sent');
  });

  it('takes what is added from an editor beside it, and keeps the focus out of the side bar', async () => {
    const chat = await ChatPanel.openTab(editor);
    await chat.waitForModel(model);
    await editor.runCommand('View: Move Editor into Right Group');
    await chat.input.waitFor();
    await editor.page.locator('.monaco-editor .view-lines').first().click();
    await editor.goTo(22, 1);
    await editor.press('Shift+ArrowDown');
    await editor.press('Control+Alt+Shift+j');
    await chat.frame.locator('.input-box .chip', { hasText: 'cart.ts:22' }).waitFor();
    assert.equal(await editor.page.locator('iframe.webview').count(), 1);
  });
});

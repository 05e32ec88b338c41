import assert from 'node:assert/strict';
import type { Workbench } from '../../tools/browser-vscode/workbench';
import { ChatPanel } from '../support/chatPanel';
import { FakeChatHost } from '../support/fakeChatHost';
import { settingsFor, useLiveEditor } from '../support/liveEditor';

const model = 'deepseek-r1:14b';

describe('The chat with what models there are', () => {
  const live = useLiveEditor();
  let host: FakeChatHost | undefined;
  let editor: Workbench | undefined;

  afterEach(async () => {
    await editor?.close();
    live().server.writeSettings(settingsFor(live().recording.url));
    await host?.stop();
  });

  async function openWith(
    made: Parameters<typeof FakeChatHost.start>[0],
    settings: Record<string, unknown>,
  ): Promise<{ chat: ChatPanel; host: FakeChatHost }> {
    host = await FakeChatHost.start(made);
    live().server.writeSettings({
      ...settingsFor(),
      'fillwright.completion.enabled': false,
      'fillwright.chat.titles': 'question',
      'fillwright.endpoints': [{ name: 'gpu box', url: host.url }],
      ...settings,
    });
    editor = await live().open('src/cart.ts');
    const chat = await ChatPanel.open(editor);
    await chat.waitForModel(made?.tag ?? '');
    return { chat, host };
  }

  it('says of one without a chat template that it goes on with the text, and shows what it writes', async () => {
    const { chat, host: base } = await openWith(
      { tag: 'deepseek-coder:6.7b-base', capabilities: ['completion'], template: '{{ .Prompt }}' },
      {},
    );
    await chat.frame.locator('.base-model-remark', { hasText: 'has no chat template' }).waitFor();
    base.answer = () => ({ pieces: ['and so on'] });
    await chat.send('Once upon a time');
    await chat.waitForText('and so on');
    assert.deepEqual(
      base.chats.at(-1)?.messages.map(({ role }) => role),
      ['user'],
    );
  });

  it('parts the raw thought of DeepSeek-R1 from its answer in a window of 2K tokens, and says what does not fit', async () => {
    const { chat, host: small } = await openWith(
      { tag: model, capabilities: ['completion'] },
      { 'fillwright.chat.contextWindow': 2_048 },
    );
    small.answer = () => ({ pieces: ['<thi', 'nk>Let me see.</th', 'ink>\n\nBecause.'] });
    await chat.send('Why?');
    await chat.waitForText('Because.');
    await chat.waitForAnswer();
    assert.match(await chat.answer.locator('.thinking-head').innerText(), /Thought for/);
    const { options, messages } = small.chats.at(-1) ?? { options: {}, messages: [] };
    assert.deepEqual([options['num_ctx'], options['temperature'], options['top_p']], [2_048, 0.6, 0.95]);
    assert.ok(messages.every(({ role }) => role !== 'system'));
    await chat.input.fill('word '.repeat(4_000));
    await chat.frame.locator('.obstacle', { hasText: 'tokens more than the context window holds' }).waitFor();
    assert.equal(await chat.button('Send (Enter)').isEnabled(), false);
    await chat.send('And?');
    await chat.waitForAnswer();
    assert.ok(small.chats.at(-1)?.messages.every(({ content }) => !content.includes('Let me see')));
  });
});

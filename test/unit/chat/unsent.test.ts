import assert from 'node:assert/strict';
import type { AttachmentResolver } from '../../../src/chat/attachments/attachmentResolver';
import type { AttachmentSource } from '../../../src/chat/protocol';
import { memoryStore } from '../../../src/hosts/keyValueStore';
import {
  allSettled,
  chatHarness,
  MemoryChatFiles,
  type ChatHarness,
  type ChatPage,
  type HarnessOptions,
} from '../../support/chatHarness';

/** Windows that are loaded anew one after the other. */
function reloads(options: HarnessOptions = {}): {
  readonly open: () => ChatHarness;
  readonly unsent: MemoryChatFiles;
} {
  const unsent = new MemoryChatFiles();
  const kept = { files: new MemoryChatFiles(), windowState: memoryStore(), unsent };
  return { unsent, open: () => chatHarness({ ...kept, ...options }) };
}

const file = (path: string): AttachmentSource => ({ kind: 'file', path });

const labels = (page: ChatPage): readonly string[] => page.composer.attachments.map(({ label }) => label);

const resolving = (problems: Readonly<Record<string, 'secret'>> = {}): AttachmentResolver => ({
  resolve: (source) => {
    const path = 'path' in source ? (source.path ?? '') : source.kind;
    const code = problems[path];
    const problem = code === undefined ? {} : { problem: { code, message: 'no' } };
    return Promise.resolve({
      source,
      shown: { kind: 'file', label: path, ...problem },
      text: `text of ${path}`,
    });
  },
  mentions: () => Promise.resolve([]),
});

describe('What was begun and not sent', () => {
  it('is there again when the window is loaded anew, though nothing was asked yet', async () => {
    const { open } = reloads({ attachments: resolving() });
    const before = open();
    const page = await before.page();
    const conversation = page.id;
    await page.do({ type: 'draft', conversation, text: 'What is' });
    await page.do({ type: 'attach', conversation, source: file('a.ts') });
    await page.do({ type: 'attach', conversation, source: file('b.ts') });
    await before.service.close();
    const again = await open().page(conversation);
    assert.equal(again.id, conversation);
    assert.equal(again.conversation.draft, 'What is');
    assert.deepEqual(labels(again), ['a.ts', 'b.ts']);
    await again.do({ type: 'send', conversation, text: 'What is this?' });
    const [question] = again.turns;
    assert.ok(question?.kind === 'user');
    assert.deepEqual(
      question.attachments.map(({ label }) => label),
      ['a.ts', 'b.ts'],
    );
  });

  it('keeps what was picked for a conversation in which nothing was asked', async () => {
    const { open } = reloads({
      settings: {
        endpoints: [
          { name: 'a', url: 'a' },
          { name: 'b', url: 'b' },
        ],
      },
    });
    const before = open();
    const page = await before.page();
    const conversation = page.id;
    await page.do({ type: 'pickModel', conversation, endpoint: 'b', model: 'qwen:7b' });
    await page.do({ type: 'setThink', conversation, think: false });
    await before.service.close();
    const after = open();
    const again = await after.page(conversation);
    assert.deepEqual([again.id, again.composer.endpoint], [conversation, 'b']);
    await again.do({ type: 'send', conversation, text: 'Why?' });
    const kept = JSON.parse(after.files.texts.get(`${conversation}.json`) ?? '{}') as Record<string, unknown>;
    assert.deepEqual([kept['think'], kept['isByOrder']], [false, false]);
  });

  it('holds the half-made edit of a question, but not that of a turn that is gone', async () => {
    const { open } = reloads();
    const before = open();
    const page = await before.page();
    const conversation = page.id;
    await page.do({ type: 'send', conversation, text: 'Why?' });
    const turn = page.turns[0]?.id ?? '';
    await page.do({ type: 'edit', conversation, edit: { turn, text: 'Why not' } });
    await before.service.close();
    const second = open();
    const again = await second.page(conversation);
    assert.deepEqual(again.conversation.edit, { turn, text: 'Why not' });
    await again.do({ type: 'deleteTurn', conversation, turn });
    await second.service.close();
    assert.equal((await open().page(conversation)).conversation.edit, undefined);
  });

  it('is found by the next new conversation, where another was shown as the window was closed', async () => {
    const { open } = reloads();
    const before = open();
    const page = await before.page();
    const begun = page.id;
    await page.do({ type: 'send', conversation: begun, text: 'Why?' });
    await page.do({ type: 'new' });
    const second = page.id;
    await page.do({ type: 'draft', conversation: second, text: 'half a sent' });
    await page.do({ type: 'open', conversation: begun });
    await before.service.close();
    const again = await open().page(begun);
    await again.do({ type: 'new' });
    assert.deepEqual([again.id, again.conversation.draft], [second, 'half a sent']);
  });

  it('is written down within a second or so, for a window that crashes', async () => {
    const { open, unsent } = reloads();
    const { page: openPage, clock } = open();
    const page = await openPage();
    await page.do({ type: 'draft', conversation: page.id, text: 'What is' });
    assert.equal(unsent.texts.size, 0);
    await clock.advance(1_000);
    await allSettled();
    assert.equal((await open().page(page.id)).conversation.draft, 'What is');
  });

  it('leaves nothing behind once it is sent', async () => {
    const { open, unsent } = reloads({ attachments: resolving() });
    const { page: openPage, service } = open();
    const page = await openPage();
    const conversation = page.id;
    await page.do({ type: 'draft', conversation, text: 'Why?' });
    await page.do({ type: 'attach', conversation, source: file('a.ts') });
    await page.do({ type: 'send', conversation, text: 'Why?' });
    await service.close();
    assert.equal(unsent.texts.size, 0);
  });

  it('holds no text of a selection that may be a secret', async () => {
    const { open, unsent } = reloads({ attachments: resolving({ '.env': 'secret' }) });
    const { page: openPage, service } = open();
    const page = await openPage();
    const lines = { startLine: 1, endLine: 1 };
    for (const path of ['.env', 'a.ts']) {
      const source = { kind: 'selection', path, ...lines, text: `text in ${path}` } as const;
      await page.do({ type: 'attach', conversation: page.id, source });
    }
    await service.close();
    const kept = [...unsent.texts.values()].join();
    assert.match(kept, /text in a\.ts/);
    assert.doesNotMatch(kept, /text in \.env/);
  });

  it('does not bring back a conversation that was deleted', async () => {
    const { open } = reloads();
    const before = open();
    const page = await before.page();
    const conversation = page.id;
    await page.do({ type: 'send', conversation, text: 'Why?' });
    await page.do({ type: 'draft', conversation, text: 'And' });
    await page.do({ type: 'delete', conversation });
    await before.service.close();
    const again = await open().page(conversation);
    assert.notEqual(again.id, conversation);
    assert.equal(again.conversation.draft, undefined);
  });
});

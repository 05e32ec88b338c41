import assert from 'node:assert/strict';
import { createPromptLibrary } from '../../../src/chat/prompts/promptFiles';
import { allSettled, chatHarness, type ChatHarness, type ChatPage } from '../../support/chatHarness';
import { parseSettings } from '../../../src/settings/parseSettings';
import { FakeEngine, fakeFailure } from '../../support/fakeEngine';

/** A host that never answers. */
function silentHost(): FakeEngine {
  const engine = new FakeEngine();
  engine.ready = new Promise(() => undefined);
  return engine;
}

const twoEndpoints = [
  { name: 'a', url: 'a' },
  { name: 'silent', url: 'silent' },
];

/** A host that says nothing of its models until it is let. */
function slowHarness(options: Parameters<typeof chatHarness>[0] = {}): ChatHarness & { let: () => void } {
  const harness = chatHarness(options);
  let ready: () => void = () => undefined;
  harness.inference.ready = new Promise((resolve) => (ready = resolve));
  return { ...harness, let: ready };
}

const drafts = (page: ChatPage): readonly string[] =>
  page.events.flatMap((event) => (event.type === 'setDraft' ? [event.text] : []));

const sent = ({ chat }: ChatHarness): readonly (string | undefined)[] =>
  chat.requests.map(({ messages }) => messages.at(-1)?.content);

describe('A question sent before the hosts were looked at', () => {
  it('can be sent from the panel, and waits for the look', async () => {
    const harness = slowHarness();
    const page = await harness.page();
    assert.equal(page.composer.obstacle, undefined);
    await page.do({ type: 'send', conversation: page.id, text: 'Why?' });
    assert.deepEqual([page.notices, drafts(page), sent(harness)], [[], [], []]);
    harness.let();
    await allSettled();
    assert.deepEqual(sent(harness), ['Why?']);
  });

  it('waits for the look too where a page shows already', async () => {
    const harness = slowHarness();
    const page = await harness.page();
    void harness.service.ask('Why?', []);
    await allSettled();
    harness.let();
    await allSettled();
    assert.deepEqual(sent(harness), ['Why?']);
    assert.equal(page.turns.length, 2);
  });

  it('waits for the page that shows it, and is asked once', async () => {
    const harness = chatHarness();
    await harness.service.ask('Why?', [{ kind: 'file', path: 'a.ts' }]);
    await harness.service.ask('And?', []);
    const page = await harness.page();
    assert.deepEqual([...sent(harness)].sort(), ['And?', 'File (label):\n```\ntext of a.ts\n```\n\nWhy?']);
    assert.equal(page.turns.length, 2);
    await page.do({ type: 'ready' });
    assert.equal(harness.chat.requests.length, 2);
  });

  it('comes back into the box where it is stopped', async () => {
    const harness = slowHarness();
    const page = await harness.page();
    await page.do({ type: 'send', conversation: page.id, text: 'Why?' });
    await page.do({ type: 'stop', conversation: page.id });
    assert.deepEqual([drafts(page), page.notices, page.turns], [['Why?'], [], []]);
  });

  it('comes back with the reason where no host answers, and is sent when one is back', async () => {
    const harness = chatHarness();
    harness.inference.fails = fakeFailure('unreachable', 'nobody is there');
    const page = await harness.page();
    assert.deepEqual(page.composer.obstacle, { code: 'no-model' });
    await page.do({ type: 'send', conversation: page.id, text: 'Why?' });
    assert.deepEqual(drafts(page), ['Why?']);
    assert.match(page.notices[0] ?? '', /^Not sent: .*nobody is there/);
    harness.inference.fails = undefined;
    await page.do({ type: 'send', conversation: page.id, text: 'Why?' });
    assert.deepEqual(sent(harness), ['Why?']);
  });

  it('waits for no endpoint that stands behind the one that answers', async () => {
    const harness = slowHarness({ settings: { endpoints: twoEndpoints }, engines: { silent: silentHost() } });
    const page = await harness.page();
    await page.do({ type: 'send', conversation: page.id, text: 'Why?' });
    assert.deepEqual(sent(harness), []);
    harness.let();
    await allSettled();
    assert.deepEqual(sent(harness), ['Why?']);
  });

  it('takes its image along where the model that is named for chat turns out to see', async () => {
    const named = { name: 'a', url: 'a', roles: { chat: { model: 'qwen:7b' } } };
    const harness = slowHarness({
      settings: { endpoints: [named, twoEndpoints[1]] },
      engines: { silent: silentHost() },
      description: { capabilities: ['completion', 'vision'] },
      attachments: {
        resolve: (source) =>
          Promise.resolve({ source, shown: { kind: 'image', label: 'image' }, imageBase64: 'AAAA' }),
        mentions: () => Promise.resolve([]),
      },
    });
    const page = await harness.page();
    const source = { kind: 'file', path: 'a.png' } as const;
    await page.do({ type: 'attach', conversation: page.id, source });
    await page.do({ type: 'send', conversation: page.id, text: 'What is it?' });
    harness.let();
    await allSettled();
    assert.deepEqual(page.notices, []);
    assert.equal(harness.chat.requests.length, 1);
  });
});

describe('A question whose attachments are being read', () => {
  const file = { kind: 'file', path: 'a.ts' } as const;

  /** Reads what is attached at once, and again when it is sent: then it takes for ever, whatever signal it gets. */
  async function reading(): Promise<{ harness: ChatHarness; page: ChatPage }> {
    let isSlow = false;
    const resolved = { source: file, shown: { kind: 'file', label: 'a.ts' }, text: 'text' } as const;
    const harness = chatHarness({
      attachments: {
        resolve: () => (isSlow ? new Promise(() => undefined) : Promise.resolve(resolved)),
        mentions: () => Promise.resolve([]),
      },
    });
    const page = await harness.page();
    await page.do({ type: 'attach', conversation: page.id, source: file });
    isSlow = true;
    await page.do({ type: 'draft', conversation: page.id, text: 'Why?' });
    await page.do({ type: 'send', conversation: page.id, text: 'Why?' });
    return { harness, page };
  }

  it('is shown as under way, also by a page that opens meanwhile', async () => {
    const { harness, page } = await reading();
    const underWay = { isRunning: true, pending: { text: 'Why?' } };
    assert.deepEqual([page.activity, page.turns, page.composer.obstacle], [
      underWay, [], { code: 'answer-under-way' },
    ]); // prettier-ignore
    const second = await harness.page(page.id);
    assert.deepEqual(second.activity, underWay);
    assert.equal(second.conversation.draft, undefined);
  });

  it('comes back at once where it is stopped, with what was attached', async () => {
    const { harness, page } = await reading();
    await page.do({ type: 'stop', conversation: page.id });
    assert.deepEqual([drafts(page), page.activity, page.notices], [['Why?'], { isRunning: false }, []]);
    assert.deepEqual(
      page.composer.attachments.map(({ label }) => label),
      ['a.ts'],
    );
    assert.equal((await harness.page(page.id)).conversation.draft, 'Why?');
  });

  it('comes back ahead of what was typed since', async () => {
    const { harness, page } = await reading();
    await page.do({ type: 'draft', conversation: page.id, text: 'And how?' });
    await page.do({ type: 'stop', conversation: page.id });
    assert.equal((await harness.page(page.id)).conversation.draft, 'Why?\n\nAnd how?');
  });

  it('comes back as an edit where it was one, and leaves what is being written alone', async () => {
    let isSlow = false;
    const harness = chatHarness({
      prompts: {
        list: () => Promise.resolve([]),
        problems: () => Promise.resolve([]),
        expand: (text) =>
          isSlow
            ? new Promise(() => undefined)
            : Promise.resolve({ kind: 'prompt', prompt: text, attach: [] }),
      },
    });
    const page = await harness.page();
    await page.do({ type: 'send', conversation: page.id, text: 'Why?' });
    await page.do({ type: 'draft', conversation: page.id, text: 'half a sent' });
    isSlow = true;
    const edit = { turn: page.turns[0]!.id, text: 'Why not?' };
    await page.do({ type: 'editAndResend', conversation: page.id, ...edit });
    const pending = { text: 'Why not?', replaces: edit.turn };
    assert.deepEqual(page.activity, { isRunning: true, pending });
    await page.do({ type: 'editAndResend', conversation: page.id, ...edit, text: 'Again?' });
    const edits = page.events.flatMap((event) => (event.type === 'setEdit' ? [event.edit] : []));
    assert.deepEqual([edits, drafts(page)], [[{ ...edit, text: 'Again?' }], []]);
    const { draft, edit: kept } = (await harness.page(page.id)).conversation;
    assert.deepEqual([draft, kept], ['half a sent', { ...edit, text: 'Again?' }]);
    await page.do({ type: 'stop', conversation: page.id });
    assert.deepEqual(page.activity, { isRunning: false });
    assert.deepEqual((await harness.page(page.id)).conversation.edit, edit);
  });

  it('is not lost for another that is sent from a page that does not know of it yet', async () => {
    const { page } = await reading();
    await page.do({ type: 'send', conversation: page.id, text: 'And how?' });
    assert.deepEqual(drafts(page), ['And how?']);
    assert.deepEqual(page.activity, { isRunning: true, pending: { text: 'Why?' } });
  });

  it('comes back where something unforeseen goes wrong', async () => {
    const harness = chatHarness({
      prompts: {
        list: () => Promise.resolve([]),
        problems: () => Promise.resolve([]),
        expand: () => Promise.reject(new Error('no disk')),
      },
    });
    const page = await harness.page();
    await page.do({ type: 'send', conversation: page.id, text: 'Why?' });
    assert.deepEqual([drafts(page), page.activity], [['Why?'], { isRunning: false }]);
  });
});

describe('A question that names a prompt which was refused', () => {
  it('is not sent as plain text: it comes back, with the reason', async () => {
    const harness = chatHarness({
      prompts: createPromptLibrary(() => Promise.resolve([{ name: 'bad', problem: 'bad.md is too large.' }])),
    });
    const page = await harness.page();
    await page.do({ type: 'send', conversation: page.id, text: '/bad of it' });
    assert.deepEqual(harness.chat.requests, []);
    assert.deepEqual(drafts(page), ['/bad of it']);
    assert.equal(page.notices.at(-1), 'Not sent: bad.md is too large.');
  });
});

describe('What is written and attached, but not sent', () => {
  const draft = 'half a sent';

  async function unsent(page: ChatPage): Promise<string> {
    const { id } = page;
    await page.do({ type: 'draft', conversation: id, text: draft });
    await page.do({ type: 'attach', conversation: id, source: { kind: 'file', path: 'a.ts' } });
    return id;
  }
  const waiting = (page: ChatPage): unknown => [
    page.conversation.draft,
    page.composer.attachments.map(({ label }) => label),
  ];

  it('waits in its conversation while another is looked at', async () => {
    const page = await chatHarness().page();
    await page.do({ type: 'send', conversation: page.id, text: 'Why?' });
    const id = await unsent(page);
    await page.do({ type: 'new' });
    assert.notEqual(page.id, id);
    assert.deepEqual(waiting(page), [undefined, []]);
    await page.do({ type: 'open', conversation: id });
    assert.deepEqual(waiting(page), [draft, ['label']]);
  });

  it('waits for the next new conversation where nothing was asked yet', async () => {
    const page = await chatHarness().page();
    await page.do({ type: 'send', conversation: page.id, text: 'Why?' });
    const asked = page.id;
    await page.do({ type: 'new' });
    const id = await unsent(page);
    await page.do({ type: 'new' });
    assert.deepEqual([page.id, waiting(page)], [id, [draft, ['label']]]);
    await page.do({ type: 'open', conversation: asked });
    await page.do({ type: 'new' });
    assert.deepEqual([page.id, waiting(page)], [id, [draft, ['label']]]);
  });

  it('is not sent along with a question from the editor', async () => {
    const harness = chatHarness();
    const page = await harness.page();
    const id = await unsent(page);
    await harness.service.ask('Explain this.', []);
    await allSettled();
    assert.deepEqual(sent(harness), ['Explain this.']);
    await page.do({ type: 'new' });
    assert.deepEqual([page.id, waiting(page)], [id, [draft, ['label']]]);
  });
});

describe('The choice of models', () => {
  it('has those of endpoints that come into the settings while the page shows', async () => {
    const harness = chatHarness({
      settings: { endpoints: [twoEndpoints[1]] },
      engines: { silent: silentHost() },
    });
    const page = await harness.page();
    const listed = (): readonly (readonly [string, string, readonly string[]])[] =>
      page.composer.endpoints.map(({ name, state, models }) => [name, state, models.map(({ tag }) => tag)]);
    assert.deepEqual(listed(), [['silent', 'unknown', []]]);
    harness.hosts.configure(parseSettings({ endpoints: twoEndpoints }).settings);
    await allSettled();
    assert.deepEqual(listed(), [
      ['a', 'reachable', ['qwen:7b']],
      ['silent', 'unknown', []],
    ]);
    assert.equal(page.composer.model, 'qwen:7b');
  });

  it('is not looked up while no page shows', async () => {
    const harness = chatHarness({ settings: { endpoints: [] } });
    harness.hosts.configure(parseSettings({ endpoints: twoEndpoints }).settings);
    await allSettled();
    assert.deepEqual(harness.inference.calls, []);
  });
});

import assert from 'node:assert/strict';
import type { AnswerTurn } from '../../../src/chat/protocol';
import type { ChatEvent } from '../../../src/transport/chatEngine';
import {
  allSettled,
  chatHarness,
  MemoryChatFiles,
  type ChatHarness,
  type ChatPage,
} from '../../support/chatHarness';
import { hanging, saying } from '../../support/fakeChatEngine';
import { fakeFailure } from '../../support/fakeEngine';

async function ask(page: ChatPage, text: string): Promise<AnswerTurn> {
  await page.do({ type: 'send', conversation: page.id, text });
  return lastAnswer(page);
}

function lastAnswer(page: ChatPage): AnswerTurn {
  const answer = page.turns.findLast((turn) => turn.kind === 'answer');
  assert.ok(answer);
  return answer;
}

const texts = (page: ChatPage): string[] =>
  page.turns.map((turn) =>
    turn.kind === 'answer' ? turn.parts.map(({ kind, text }) => `${kind}: ${text}`).join() : turn.text,
  );

const states = (page: ChatPage): string[] => page.composer.endpoints.map(({ state }) => state);

describe('A conversation', () => {
  it('answers a question, with what the host measured', async () => {
    const page = await chatHarness().page();
    const answer = await ask(page, 'Why?');
    assert.deepEqual(texts(page), ['Why?', 'text: Yes.']);
    assert.deepEqual(answer.state, { kind: 'finished', finishReason: 'stop' });
    assert.equal(answer.metrics?.promptTokens, 10);
    assert.deepEqual([answer.endpoint, answer.model], ['a', 'qwen:7b']);
  });

  it('shows a thought apart from the answer, with its time, and never sends it back', async () => {
    const { page: open, chat, clock } = chatHarness();
    const page = await open();
    chat.answer = async function* (): AsyncGenerator<ChatEvent> {
      yield { kind: 'thinking', text: 'Hm.' };
      await clock.sleep(2_000);
      yield* saying('Because.');
    };
    page.send({ type: 'send', conversation: page.id, text: 'Why?' });
    await clock.advance(2_000);
    await allSettled();
    assert.deepEqual(lastAnswer(page).parts, [
      { kind: 'thinking', text: 'Hm.', durationMs: 2_000 },
      { kind: 'text', text: 'Because.' },
    ]);
    await ask(page, 'And?');
    const sent = chat.requests.at(-1)?.messages.map(({ content }) => content);
    assert.deepEqual(sent?.slice(1), ['Why?', 'Because.', 'And?']);
  });

  it('takes back text for thought where only the end of the thought was seen', async () => {
    const { page: open, chat } = chatHarness();
    const page = await open();
    chat.answer = async function* (): AsyncGenerator<ChatEvent> {
      yield { kind: 'text', text: 'Hm.' };
      yield { kind: 'text-was-thinking' };
      yield* saying('Because.');
    };
    const { parts } = await ask(page, 'Why?');
    assert.deepEqual(
      parts.map(({ kind, text }) => [kind, text]),
      [
        ['thinking', 'Hm.'],
        ['text', 'Because.'],
      ],
    );
  });

  it('streams in deltas that are gathered, and shows the same to a page opened in the middle', async () => {
    const { page: open, chat, clock } = chatHarness();
    const page = await open();
    chat.answer = (_request, signal) => hanging(signal, 'ab', 'cd', 'efgh');
    page.send({ type: 'send', conversation: page.id, text: 'Why?' });
    await allSettled();
    await clock.advance(50);
    assert.deepEqual(texts(page), ['Why?', 'text: abcdefgh']);
    assert.equal(page.events.filter(({ type }) => type === 'deltas').length, 1);
    const second = await open(page.id);
    assert.deepEqual(texts(second), ['Why?', 'text: abcdefgh']);
    await page.do({ type: 'stop', conversation: page.id });
    assert.equal(lastAnswer(page).state.kind, 'stopped');
    assert.deepEqual(lastAnswer(second), lastAnswer(page));
  });

  it('says that the host is busy while it answers another, and no longer when that is over', async () => {
    const harness = chatHarness();
    const first = await harness.page();
    const second = await harness.page();
    await second.do({ type: 'new' });
    harness.chat.answer = (_request, signal) => hanging(signal, 'Once');
    await first.do({ type: 'send', conversation: first.id, text: 'A long story' });
    assert.deepEqual(states(second), ['busy']);
    harness.chat.answer = (_request, signal) => hanging(signal);
    await second.do({ type: 'send', conversation: second.id, text: 'Why?' });
    assert.deepEqual(lastAnswer(second).state, { kind: 'waiting', reason: 'queued' });
    await first.do({ type: 'stop', conversation: first.id });
    assert.deepEqual(lastAnswer(second).state, { kind: 'waiting', reason: 'reading' });
    await second.do({ type: 'stop', conversation: second.id });
    assert.deepEqual(states(second), ['reachable']);
  });

  it('stops at the host at once, and keeps what came', async () => {
    const { page: open, chat } = chatHarness();
    const page = await open();
    let aborted: AbortSignal | undefined;
    chat.answer = (_request, signal) => {
      aborted = signal;
      return hanging(signal, 'Beca');
    };
    await ask(page, 'Why?');
    await page.do({ type: 'stop', conversation: page.id });
    assert.equal(aborted?.aborted, true);
    assert.deepEqual(lastAnswer(page).state, { kind: 'stopped' });
    assert.deepEqual(texts(page), ['Why?', 'text: Beca']);
    assert.equal(page.composer.obstacle, undefined);
  });

  it('keeps what came before the host was lost, and goes on with it', async () => {
    const { page: open, chat } = chatHarness();
    const page = await open();
    chat.answer = async function* (): AsyncGenerator<ChatEvent> {
      await Promise.resolve();
      yield { kind: 'text', text: 'Beca' };
      throw fakeFailure('connection-lost', 'the connection broke');
    };
    const { state, id } = await ask(page, 'Why?');
    assert.ok(state.kind === 'failed');
    assert.equal(state.failure.code, 'connection-lost');
    assert.equal(state.failure.isRetryable, true);
    chat.answer = () => saying('use.');
    await page.do({ type: 'continue', conversation: page.id, turn: id });
    assert.deepEqual(texts(page), ['Why?', 'text: Because.']);
    const sent = chat.requests.at(-1)?.messages.map(({ role, content }) => [role, content]);
    assert.deepEqual(sent?.slice(1, 3), [
      ['user', 'Why?'],
      ['assistant', 'Beca'],
    ]);
    assert.match(sent[3]?.[1] ?? '', /^Your answer was cut off/);
  });

  const ends: readonly (readonly [string, ChatEvent[], string])[] = [
    [
      'its limit',
      [
        { kind: 'text', text: 'x' },
        { kind: 'done', finishReason: 'length', metrics: {} },
      ],
      'length',
    ],
    ['nothing', [{ kind: 'done', finishReason: 'stop', metrics: {} }], 'empty'],
    [
      'white space',
      [
        { kind: 'text', text: '\n ' },
        { kind: 'done', finishReason: 'stop', metrics: {} },
      ],
      'empty',
    ],
    [
      'its limit while thinking',
      [
        { kind: 'thinking', text: 'x' },
        { kind: 'done', finishReason: 'length', metrics: {} },
      ],
      'length',
    ],
    ['no last word', [{ kind: 'text', text: 'x' }], 'cut-off'],
  ];
  for (const [what, events, finishReason] of ends) {
    it(`says of an answer that ended with ${what}: ${finishReason}`, async () => {
      const { page: open, chat } = chatHarness();
      chat.answer = async function* (): AsyncGenerator<ChatEvent> {
        await Promise.resolve();
        yield* events;
      };
      const { state } = await ask(await open(), 'Why?');
      assert.deepEqual(state, { kind: 'finished', finishReason });
    });
  }

  it('takes an answer of a megabyte', async () => {
    const { page: open, chat } = chatHarness();
    chat.answer = () => saying(...Array.from({ length: 1_000 }, () => 'a line of text\n'.repeat(70)));
    const { parts } = await ask(await open(), 'Why?');
    assert.equal(parts[0]?.text.length, 1_050_000);
  });

  it('takes no second question while it answers', async () => {
    const { page: open, chat } = chatHarness();
    const page = await open();
    chat.answer = (_request, signal) => hanging(signal);
    await ask(page, 'Why?');
    assert.deepEqual(page.composer.obstacle, { code: 'answer-under-way' });
    await ask(page, 'And?');
    assert.equal(page.turns.length, 2);
    assert.match(page.notices[0] ?? '', /under way/);
    await page.do({ type: 'stop', conversation: page.id });
  });

  it('goes on beside another one', async () => {
    const { page: open, chat } = chatHarness();
    const [one, two] = [await open(), await open()];
    chat.answer = (_request, signal) => hanging(signal, 'a');
    await ask(one, 'Why?');
    chat.answer = () => saying('b');
    await ask(two, 'And?');
    assert.equal(lastAnswer(one).state.kind, 'streaming');
    assert.equal(lastAnswer(two).state.kind, 'finished');
    await one.do({ type: 'stop', conversation: one.id });
  });
});

describe('Branches', () => {
  async function answered(): Promise<{ page: ChatPage; harness: ReturnType<typeof chatHarness> }> {
    const harness = chatHarness();
    const page = await harness.page();
    harness.chat.answer = ({ messages }) => saying(`to ${messages.at(-1)?.content ?? ''}`);
    await ask(page, 'one');
    await ask(page, 'two');
    return { page, harness };
  }

  it('keep the answer beside which another was made', async () => {
    const { page, harness } = await answered();
    harness.chat.answer = () => saying('another');
    const { id } = lastAnswer(page);
    await page.do({ type: 'regenerate', conversation: page.id, turn: id });
    assert.deepEqual(texts(page), ['one', 'text: to one', 'two', 'text: another']);
    assert.deepEqual(lastAnswer(page).branch, { index: 1, count: 2 });
    await page.do({ type: 'chooseBranch', conversation: page.id, turn: lastAnswer(page).id, index: 0 });
    assert.deepEqual(texts(page), ['one', 'text: to one', 'two', 'text: to two']);
  });

  it('keep the question that was edited, with what followed it', async () => {
    const { page } = await answered();
    const [first] = page.turns;
    await page.do({ type: 'editAndResend', conversation: page.id, turn: first!.id, text: 'uno' });
    assert.deepEqual(texts(page), ['uno', 'text: to uno']);
    await page.do({ type: 'chooseBranch', conversation: page.id, turn: page.turns[0]!.id, index: 0 });
    assert.deepEqual(texts(page), ['one', 'text: to one', 'two', 'text: to two']);
  });

  it('can be switched while an answer streams, which goes on unseen and can still be stopped', async () => {
    const { page, harness } = await answered();
    harness.chat.answer = (_request, signal) => hanging(signal, 'another');
    await page.do({ type: 'regenerate', conversation: page.id, turn: lastAnswer(page).id });
    await page.do({ type: 'chooseBranch', conversation: page.id, turn: lastAnswer(page).id, index: 0 });
    assert.equal(page.activity.isRunning, true);
    await page.do({ type: 'stop', conversation: page.id });
    assert.equal(page.activity.isRunning, false);
    assert.deepEqual(texts(page), ['one', 'text: to one', 'two', 'text: to two']);
    await page.do({ type: 'chooseBranch', conversation: page.id, turn: lastAnswer(page).id, index: 1 });
    assert.deepEqual(texts(page), ['one', 'text: to one', 'two', 'text: another']);
    assert.equal(lastAnswer(page).state.kind, 'stopped');
  });

  it('end where a turn was deleted', async () => {
    const { page } = await answered();
    await page.do({ type: 'deleteTurn', conversation: page.id, turn: page.turns[2]!.id });
    assert.deepEqual(texts(page), ['one', 'text: to one']);
  });

  it('do not get a deleted answer back that was under way', async () => {
    const { page, harness } = await answered();
    harness.chat.answer = (_request, signal) => hanging(signal, 'x');
    await ask(page, 'three');
    await page.do({ type: 'deleteTurn', conversation: page.id, turn: page.turns[4]!.id });
    await allSettled();
    assert.equal(page.turns.length, 4);
  });
});

describe('The context window', () => {
  const small = { settings: { 'chat.contextWindow': 2_048, 'chat.maxTokens': 512 } };

  it('is told in parts, with what is kept for the answer', async () => {
    const page = await chatHarness(small).page();
    await page.do({ type: 'draft', conversation: page.id, text: 'x'.repeat(400) });
    const { meter } = page.composer;
    assert.deepEqual([meter.window, meter.reserved], [2_048, 512]);
    // How a template marks messages is a guess, and so the sum is one.
    const guessed = meter.parts.filter(({ isExact }) => !isExact).map(({ kind }) => kind);
    assert.deepEqual(guessed, ['template']);
    assert.equal(meter.parts.find(({ kind }) => kind === 'draft')?.tokens, 100);
    assert.equal(
      meter.used,
      meter.parts.reduce((sum, { tokens }) => sum + tokens, 0),
    );
  });

  it('is told about where something is looked for only when it is sent', async () => {
    const page = await chatHarness().page();
    await page.do({ type: 'attach', conversation: page.id, source: { kind: 'repo' } });
    const { attachments, meter } = page.composer;
    assert.deepEqual(
      attachments.map(({ tokens, isExact }) => [tokens, isExact]),
      [[4_096, false]],
    );
    const part = meter.parts.find(({ kind }) => kind === 'attachments');
    assert.deepEqual([part?.tokens, part?.isExact], [4_096, false]);
  });

  it('says why it is not the one that was asked for', async () => {
    const harness = chatHarness({ settings: { 'chat.contextWindow': 16_384 } });
    const [model] = harness.inference.models;
    assert.ok(model);
    harness.inference.models = [
      { ...model, place: () => ({ sizeBytes: 1e9, vramBytes: 1e9, contextLength: 8_192 }) },
    ];
    const page = await harness.page();
    assert.deepEqual([page.composer.meter.note], [undefined]);
    await ask(page, 'Why?');
    assert.equal(page.composer.meter.window, 8_192);
    assert.match(page.composer.meter.note ?? '', /8,192/);
  });

  it('gives a search what is free, so that it never is what does not fit', async () => {
    const budgets: number[] = [];
    const { page: open } = chatHarness({
      ...small,
      attachments: {
        resolve: (source, { budgetTokens }) => {
          if (source.kind === 'repo') budgets.push(budgetTokens);
          return Promise.resolve({
            source,
            shown: { kind: source.kind === 'repo' ? 'repo' : 'file', label: 'label' },
            text: 'x'.repeat(source.kind === 'repo' ? 400 : 4_600),
          });
        },
        mentions: () => Promise.resolve([]),
      },
    });
    const page = await open();
    const conversation = page.id;
    await page.do({ type: 'attach', conversation, source: { kind: 'repo' } });
    await page.do({ type: 'attach', conversation, source: { kind: 'file', path: 'a.ts' } });
    const { meter, obstacle, attachments } = page.composer;
    assert.equal(obstacle, undefined);
    assert.equal(meter.used + meter.reserved, meter.window);
    await page.do({ type: 'send', conversation, text: 'Why?' });
    assert.ok((budgets.at(-1) ?? 0) <= (attachments[0]?.tokens ?? 0), String(budgets));
    assert.ok((budgets.at(-1) ?? 0) > 200, String(budgets));
    assert.deepEqual(
      page.turns.map(({ kind }) => kind),
      ['user', 'answer'],
    );
  });

  it('says before sending what does not fit, and sends nothing of it', async () => {
    const { page: open, chat } = chatHarness(small);
    const page = await open();
    const text = 'x'.repeat(8_000);
    await page.do({ type: 'draft', conversation: page.id, text });
    const { obstacle } = page.composer;
    assert.ok(obstacle?.code === 'does-not-fit');
    assert.equal(obstacle.canCompact, false);
    await page.do({ type: 'send', conversation: page.id, text });
    assert.equal(chat.requests.length, 0);
    assert.deepEqual(page.turns, []);
    assert.match(page.notices[0] ?? '', /^Not sent: it is \d+ tokens more/);
    assert.ok(page.events.some((event) => event.type === 'setDraft' && event.text === text));
  });

  it('is made room in by a summary of the model, which all can see', async () => {
    const { page: open, chat } = chatHarness(small);
    const page = await open();
    chat.answer = () => saying('y'.repeat(2_400));
    await ask(page, 'x'.repeat(2_400));
    chat.answer = ({ messages }) =>
      saying(messages[0]?.content.startsWith('Summarise') === true ? 'in short' : 'fine');
    await ask(page, 'z'.repeat(2_400));
    const summary = page.turns[2];
    assert.ok(summary?.kind === 'summary');
    assert.deepEqual([summary.text, summary.replacedTurns], ['in short', 2]);
    assert.deepEqual(texts(page).slice(3), ['z'.repeat(2_400), 'text: fine']);
    const sent = chat.requests.at(-1)?.messages.at(-1)?.content ?? '';
    assert.match(sent, /^What was said before, in short:\nin short\n\nz/);
    assert.doesNotMatch(sent, /x/);
  });

  it('holds every piece of a conversation that is summarised in steps', async () => {
    const { page: open, chat } = chatHarness({
      settings: { 'chat.contextWindow': 4_096, 'chat.maxTokens': 256 },
    });
    const page = await open();
    chat.answer = () => saying('y'.repeat(4_000));
    await ask(page, 'first');
    await ask(page, 'second');
    chat.requests.length = 0;
    chat.answer = () => saying('in short');
    await page.do({ type: 'compact', conversation: page.id });
    const asked = chat.requests.map(({ messages }) => messages[0]?.content ?? '').join('\n');
    assert.match(asked, /first[^]*second/);
    assert.equal(asked.match(/y/g)!.length >= 8_000, true);
    assert.equal(page.turns.at(-1)?.kind, 'summary');
  });

  it('is summarized with what was attached, and says what is no longer sent as it was', async () => {
    const { page: open, chat } = chatHarness();
    const page = await open();
    await page.do({ type: 'attach', conversation: page.id, source: { kind: 'file', path: 'a.ts' } });
    await ask(page, 'one');
    chat.requests.length = 0;
    chat.answer = () => saying('in short');
    await page.do({ type: 'compact', conversation: page.id });
    assert.match(chat.requests[0]?.messages[0]?.content ?? '', /one[^]*text of a\.ts/);
    const summary = page.turns.at(-1);
    assert.ok(summary?.kind === 'summary');
    assert.deepEqual(summary.attached, ['label']);
    await ask(page, 'two');
    const sent = chat.requests.at(-1)?.messages.at(-1)?.content ?? '';
    assert.match(sent, /in short\n\nAttached before, and not shown again: label\n\ntwo$/);
    assert.doesNotMatch(sent, /text of a\.ts/);
  });

  it('is made room in at any time, by /compact', async () => {
    const { page: open, chat } = chatHarness();
    const page = await open();
    await ask(page, 'one');
    chat.answer = () => saying('in short');
    await page.do({ type: 'draft', conversation: page.id, text: '/compact' });
    await page.do({ type: 'send', conversation: page.id, text: '/compact' });
    assert.deepEqual(texts(page), ['one', 'text: Yes.', 'in short']);
    assert.equal(page.conversation.draft, undefined);
    await page.do({ type: 'send', conversation: page.id, text: '/compact ' });
    assert.deepEqual(texts(page), ['one', 'text: Yes.', 'in short']);
    assert.match(page.notices.at(-1) ?? '', /nothing to summarize yet/);
  });

  it('keeps the conversation as it was where no summary could be made', async () => {
    const { page: open, chat } = chatHarness();
    const page = await open();
    await ask(page, 'one');
    chat.answer = () => saying('');
    await page.do({ type: 'compact', conversation: page.id });
    assert.deepEqual(texts(page), ['one', 'text: Yes.']);
    assert.match(page.notices[0] ?? '', /gave no summary/);
  });
});

describe('What is sent', () => {
  it("follows DeepSeek's advice for R1: no system prompt, temperature 0.6, top-p 0.95", async () => {
    const { page: open, chat } = chatHarness({ tag: 'deepseek-r1:7b' });
    await ask(await open(), 'Why?');
    const [request] = chat.requests;
    assert.deepEqual(request?.messages, [{ role: 'user', content: 'Why?' }]);
    assert.deepEqual(request.options, { numPredict: 8_192, temperature: 0.6, topP: 0.95 });
    assert.equal(request.load.numCtx, 16_384);
  });

  it("puts the user's instructions into R1's first question", async () => {
    const settings = { 'chat.systemPrompt': 'Be brief.' };
    const { page: open, chat } = chatHarness({ tag: 'deepseek-r1:7b', settings });
    await ask(await open(), 'Why?');
    assert.deepEqual(chat.requests[0]?.messages, [{ role: 'user', content: 'Be brief.\n\nWhy?' }]);
  });

  it('begins with short instructions for other models, which keep their own sampling', async () => {
    const { page: open, chat } = chatHarness();
    await ask(await open(), 'Why?');
    const [request] = chat.requests;
    assert.equal(request?.messages[0]?.role, 'system');
    assert.deepEqual(request.options, { numPredict: 8_192 });
  });

  it('asks for no thinking where it is switched off, and says nothing of it to models that do not think', async () => {
    const thinking = chatHarness({ description: { capabilities: ['completion', 'thinking'] } });
    const page = await thinking.page();
    assert.deepEqual(page.composer.think, { kind: 'switch', levels: [], value: true });
    await ask(page, 'Why?');
    await page.do({ type: 'setThink', conversation: page.id, think: false });
    await ask(page, 'And?');
    assert.deepEqual(
      thinking.chat.requests.map(({ think }) => think),
      [true, false],
    );
    const plain = chatHarness();
    await ask(await plain.page(), 'Why?');
    assert.equal('think' in plain.chat.requests[0]!, false);
  });

  it('asks for no thinking too where the model has levels and can do without', async () => {
    const thinking = { values: [false, 'low', 'high'] };
    const { page: open, chat } = chatHarness({ description: { thinking } });
    const page = await open();
    await page.do({ type: 'setThink', conversation: page.id, think: false });
    const levels = ['low', 'high'];
    assert.deepEqual(page.composer.think, { kind: 'levels', levels, canBeOff: true, value: false });
    await ask(page, 'Why?');
    assert.equal(chat.requests[0]?.think, false);
  });

  it('is told to go to a model that takes it for plain text, where it has no chat template', async () => {
    const info = { 'general.architecture': 'x' };
    const base = await chatHarness({ description: { template: '{{ .Prompt }}', info } }).page();
    assert.equal(base.composer.isBaseModel, true);
    assert.equal((await chatHarness().page()).composer.isBaseModel, undefined);
  });

  it('holds attachments ahead of the question, as they are when it is sent', async () => {
    let content = 'old';
    const { page: open, chat } = chatHarness({
      attachments: {
        resolve: (source) =>
          Promise.resolve({ source, shown: { kind: 'file', label: 'a.ts' }, text: content }),
        mentions: () => Promise.resolve([]),
      },
    });
    const page = await open();
    await page.do({ type: 'attach', conversation: page.id, source: { kind: 'file', path: 'a.ts' } });
    assert.equal(page.composer.attachments[0]?.label, 'a.ts');
    assert.ok((page.composer.attachments[0].tokens ?? 0) > 0);
    content = 'new\n```\n';
    await ask(page, 'Why?');
    const sent = chat.requests[0]?.messages.at(-1)?.content;
    assert.equal(sent, 'File (a.ts):\n````\nnew\n```\n````\n\nWhy?');
    assert.deepEqual(page.composer.attachments, []);
    const [question] = page.turns;
    assert.equal(question?.kind === 'user' && question.attachments[0]?.label, 'a.ts');
  });

  it('is nothing where an attachment is refused', async () => {
    const problem = { code: 'secret', message: 'It holds a secret.' } as const;
    const { page: open, chat } = chatHarness({
      attachments: {
        resolve: (source) => Promise.resolve({ source, shown: { kind: 'file', label: '.env', problem } }),
        mentions: () => Promise.resolve([]),
      },
    });
    const page = await open();
    await page.do({ type: 'attach', conversation: page.id, source: { kind: 'file', path: '.env' } });
    assert.deepEqual(page.composer.obstacle, { code: 'attachment-problem' });
    await page.do({ type: 'send', conversation: page.id, text: 'Why?' });
    assert.equal(chat.requests.length, 0);
    assert.match(page.notices[0] ?? '', /\.env can't be attached\. It holds a secret\./);
    await page.do({ type: 'detach', conversation: page.id, attachment: page.composer.attachments[0]!.id });
    assert.equal(page.composer.obstacle, undefined);
  });

  it('can be looked at', async () => {
    const { page: open, shownTexts } = chatHarness();
    const page = await open();
    await ask(page, 'Why?');
    await page.do({ type: 'showSent', conversation: page.id, turn: lastAnswer(page).id });
    assert.match(shownTexts[0] ?? '', /^# system\n\n[^]*# user\n\nWhy\?\n$/);
  });
});

describe('The history', () => {
  it('is there again after a reload, an answer that was under way with what had come', async () => {
    const files = new MemoryChatFiles();
    const first = chatHarness({ files });
    const page = await first.page();
    first.chat.answer = (_request, signal) => hanging(signal, 'Beca');
    page.send({ type: 'send', conversation: page.id, text: 'Why?' });
    await allSettled();
    // The window is closed while the answer grows: nothing of it runs any more.
    const { id } = page;
    const second = chatHarness({ files });
    const again = await second.page(id);
    assert.equal(again.id, id);
    const { state } = lastAnswer(again);
    assert.ok(state.kind === 'failed');
    assert.equal(state.failure.code, 'interrupted');
  });

  it('holds what has come a few seconds after it came, though the host has fallen silent since', async () => {
    const { page: open, chat, clock, files } = chatHarness();
    const page = await open();
    chat.answer = async function* (_request, signal): AsyncGenerator<ChatEvent> {
      yield { kind: 'text', text: 'First' };
      await clock.sleep(1_000, signal);
      yield { kind: 'text', text: ' second' };
      await clock.sleep(2 ** 30, signal);
    };
    await page.do({ type: 'send', conversation: page.id, text: 'Why?' });
    const kept = (): string => [...files.texts.values()].join();
    await clock.advance(500);
    await allSettled();
    assert.match(kept(), /"First"/);
    await clock.advance(4_000);
    await allSettled();
    assert.match(kept(), /"First second"/);
  });

  it('holds all that has come when its window is closed in the middle of an answer', async () => {
    const { page: open, chat, clock, files, service } = chatHarness();
    const page = await open();
    chat.answer = async function* (_request, signal): AsyncGenerator<ChatEvent> {
      yield { kind: 'text', text: 'First' };
      await clock.sleep(1_000, signal);
      yield { kind: 'text', text: ' second' };
      await clock.sleep(2 ** 30, signal);
    };
    await page.do({ type: 'send', conversation: page.id, text: 'Why?' });
    await clock.advance(1_010);
    await allSettled();
    await service.close();
    assert.match([...files.texts.values()].join(), /"First second"/);
    const later = await chatHarness({ files }).page(page.id);
    assert.deepEqual(texts(later), ['Why?', 'text: First second']);
    const { state } = lastAnswer(later);
    assert.ok(state.kind === 'failed');
    assert.equal(state.failure.code, 'interrupted');
  });

  it('loses nothing where two windows go on with one conversation', async () => {
    const files = new MemoryChatFiles();
    const first = chatHarness({ files });
    const one = await first.page();
    await ask(one, 'start');
    const second = chatHarness({ files });
    const two = await second.page(one.id);
    await ask(one, 'from one');
    await ask(two, 'from two');
    await ask(one, 'one again');
    const [text] = files.texts.values();
    for (const said of ['start', 'from one', 'from two', 'one again'])
      assert.match(text ?? '', new RegExp(said));
  });

  it('shows in an open conversation what another window has added, once the window is back in front', async () => {
    const files = new MemoryChatFiles();
    const first = chatHarness({ files });
    const one = await first.page();
    await ask(one, 'start');
    const two = await chatHarness({ files }).page(one.id);
    await ask(two, 'from two');
    assert.deepEqual(texts(one), ['start', 'text: Yes.']);
    await first.service.reload();
    await allSettled();
    assert.deepEqual(texts(one), ['start', 'text: Yes.', 'from two', 'text: Yes.']);
  });

  it('does not take a window for closed whose answer still comes, and has it whole once it is over', async () => {
    const files = new MemoryChatFiles();
    const first = chatHarness({ files });
    const one = await first.page();
    first.chat.answer = (_request, signal) => hanging(signal, 'a beginning');
    await ask(one, 'start');
    await first.clock.advance(10_000);
    await allSettled();
    const second = chatHarness({ files });
    const two = await second.page(one.id);
    const { state } = lastAnswer(two);
    assert.ok(state.kind === 'failed');
    assert.match(
      state.failure.message,
      /If another window is still answering.* if that window was closed, try/,
    );
    await one.do({ type: 'stop', conversation: one.id });
    await second.service.reload();
    await allSettled();
    assert.equal(lastAnswer(two).state.kind, 'stopped');
  });

  describe('of which one window deletes what another has open', () => {
    async function deletedInAnother(): Promise<{ one: ChatPage; id: string; first: ChatHarness }> {
      const files = new MemoryChatFiles();
      const first = chatHarness({ files });
      const one = await first.page();
      first.chat.answer = (_request, signal) => hanging(signal, 'x');
      await ask(one, 'start');
      const { id } = one;
      const two = await chatHarness({ files }).page();
      await two.do({ type: 'delete', conversation: id });
      return { one, id, first };
    }
    const kept = ({ files }: ChatHarness): string[] => [...files.texts.keys()];

    it('does not bring it back by an answer that still comes', async () => {
      const { one, id, first } = await deletedInAnother();
      await one.do({ type: 'stop', conversation: id });
      await allSettled();
      assert.deepEqual(kept(first), []);
      assert.notEqual(one.id, id);
      assert.deepEqual(one.catalogue?.conversations, []);
    });

    it('ends the answer, says so and keeps what was being written, once that window is in front', async () => {
      const { one, id, first } = await deletedInAnother();
      await one.do({ type: 'draft', conversation: id, text: 'And' });
      await first.service.reload();
      await allSettled();
      assert.notEqual(one.id, id);
      assert.deepEqual([one.conversation.draft, one.conversation.isRunning], ['And', false]);
      assert.deepEqual(one.notices, ['The conversation "start" was deleted in another window.']);
      assert.deepEqual(kept(first), []);
    });

    it('shows a new one where nothing was under way', async () => {
      const files = new MemoryChatFiles();
      const first = chatHarness({ files });
      const one = await first.page();
      await ask(one, 'start');
      const { id } = one;
      await (await chatHarness({ files }).page()).do({ type: 'delete', conversation: id });
      await one.do({ type: 'send', conversation: id, text: 'more' });
      assert.notEqual(one.id, id);
      assert.deepEqual(kept(first), []);
    });
  });

  it('has a question behind what another window has asked meanwhile, not beside it', async () => {
    const files = new MemoryChatFiles();
    const one = await chatHarness({ files }).page();
    await ask(one, 'start');
    const two = await chatHarness({ files }).page(one.id);
    await ask(two, 'from two');
    await ask(one, 'from one');
    assert.deepEqual(texts(one), [
      'start', 'text: Yes.', 'from two', 'text: Yes.', 'from one', 'text: Yes.',
    ]); // prettier-ignore
    assert.ok(one.turns.every(({ branch }) => branch.count === 1));
  });

  it('is searched by words in titles and texts', async () => {
    const { page: open } = chatHarness();
    const page = await open();
    await ask(page, 'How do I sort a list?');
    await page.do({ type: 'search', request: 7, text: 'LIST yes' });
    const found = page.events.findLast((event) => event.type === 'found');
    assert.equal(found?.request, 7);
    assert.equal(found.hits[0]?.conversation.title, 'How do I sort a list?');
    await page.do({ type: 'search', request: 8, text: 'nowhere' });
    assert.deepEqual(page.events.findLast((event) => event.type === 'found')?.hits, []);
  });

  it('is bounded in bytes too: the oldest goes first, the latest stays however large it is', async () => {
    const { page: open, files } = chatHarness({ keptBytes: 10_000 });
    const page = await open();
    for (const text of ['a'.repeat(3_000), 'b'.repeat(3_000), 'c'.repeat(3_000)]) {
      await ask(page, text);
      await page.do({ type: 'new' });
    }
    await allSettled();
    const kept = (): string[] =>
      [...files.texts.values()].map((text) => /a{9}|b{9}|c{9}/.exec(text)?.[0] ?? '');
    assert.deepEqual(kept(), ['bbbbbbbbb', 'ccccccccc']);
    await ask(page, 'd'.repeat(11_000));
    await allSettled();
    assert.equal(files.texts.size, 1);
  });

  it('reads a conversation again only where another window has changed it', async () => {
    const files = new MemoryChatFiles();
    const first = chatHarness({ files });
    const one = await first.page();
    for (const text of ['one', 'two', 'three']) await ask(one, text);
    await first.service.reload();
    await allSettled();
    files.reads.length = 0;
    await ask(one, 'four');
    await allSettled();
    assert.deepEqual(files.reads, []);
    await first.service.reload();
    assert.deepEqual(files.reads, [`${one.id}.json`]);
    await first.service.reload();
    assert.deepEqual(files.reads, [`${one.id}.json`]);
    await ask(await chatHarness({ files }).page(one.id), 'from two');
    files.reads.length = 0;
    await ask(one, 'five');
    assert.ok(files.reads.length > 0);
    assert.ok(texts(one).includes('from two'));
  });

  it('is bounded: the oldest goes first, and never one that is pinned', async () => {
    const { page: open, files } = chatHarness({ settings: { 'chat.keptConversations': 2 } });
    const page = await open();
    for (const text of ['one', 'two', 'three']) {
      await ask(page, text);
      if (text === 'one') await page.do({ type: 'pin', conversation: page.id, pinned: true });
      await page.do({ type: 'new' });
    }
    const kept = [...files.texts.values()].map((text) => (JSON.parse(text) as { title: string }).title);
    assert.deepEqual(kept.sort(), ['one', 'three']);
  });

  it('is renamed, exported and deleted', async () => {
    const { page: open, files, shownTexts } = chatHarness();
    const page = await open();
    await ask(page, 'Why?');
    await page.do({ type: 'rename', conversation: page.id, title: 'Reasons' });
    assert.equal(page.catalogue?.conversations[0]?.title, 'Reasons');
    await page.do({ type: 'export', conversation: page.id });
    assert.deepEqual(shownTexts, ['# Reasons\n\n## Question\n\nWhy?\n\n## Answer of qwen:7b\n\nYes.\n']);
    const { id } = page;
    await page.do({ type: 'delete', conversation: id });
    assert.equal(files.texts.size, 0);
    assert.notEqual(page.id, id);
    assert.deepEqual(page.catalogue.conversations, []);
  });

  it('loses nothing to a click: what would be deleted is asked for first, and no means no', async () => {
    const { page: open, files, chat, questions } = chatHarness({ confirms: false });
    const page = await open();
    await ask(page, 'Why?');
    chat.answer = (_request, signal) => hanging(signal, 'x');
    await ask(page, 'And?');
    await page.do({ type: 'deleteTurn', conversation: page.id, turn: page.turns[0]!.id });
    assert.deepEqual([page.turns.length, page.activity.isRunning], [4, true]);
    await page.do({ type: 'delete', conversation: page.id });
    assert.deepEqual([page.turns.length, files.texts.size], [4, 1]);
    assert.deepEqual(questions, [
      'Delete this message and all that follows it, in every version?',
      'Delete the conversation "Why?"?',
    ]);
    await page.do({ type: 'stop', conversation: page.id });
  });

  it('asks nothing where a conversation without a turn is deleted', async () => {
    const { page: open, questions } = chatHarness();
    const page = await open();
    await page.do({ type: 'delete', conversation: page.id });
    assert.deepEqual(questions, []);
  });

  it('is emptied at once', async () => {
    const { page: open, files } = chatHarness();
    const page = await open();
    await ask(page, 'one');
    await page.do({ type: 'new' });
    await ask(page, 'two');
    await page.do({ type: 'deleteAll' });
    assert.equal(files.texts.size, 0);
    assert.deepEqual(page.turns, []);
  });
});

describe('A title', () => {
  const asked = (content: string | undefined): boolean =>
    content?.startsWith('Give this conversation') === true;

  it('is made by the model from the first exchange, without its thoughts', async () => {
    const { page: open, chat } = chatHarness({ settings: { 'chat.titles': 'model' } });
    const page = await open();
    chat.answer = ({ messages }) =>
      asked(messages[0]?.content) ? saying('~Let me see.', '"Sorting a list."') : saying('Use sort.');
    await ask(page, 'How do I sort?');
    assert.equal(page.catalogue?.conversations[0]?.title, 'Sorting a list');
    await ask(page, 'And then?');
    assert.equal(chat.requests.filter(({ messages }) => asked(messages[0]?.content)).length, 1);
  });

  it('is waited for by nothing: the next question is asked at once, and the title is made after it', async () => {
    const { page: open, chat } = chatHarness({ settings: { 'chat.titles': 'model' } });
    const page = await open();
    let isLeft = false;
    chat.answer = ({ messages }, signal) => {
      if (!asked(messages[0]?.content)) return saying('Use sort.');
      signal.addEventListener('abort', () => (isLeft = true));
      return hanging(signal);
    };
    await ask(page, 'How do I sort?');
    assert.deepEqual([page.activity, page.composer.obstacle], [{ isRunning: false }, undefined]);
    chat.answer = ({ messages }) =>
      asked(messages[0]?.content) ? saying('Sorting a list') : saying('Then read it.');
    await ask(page, 'And then?');
    assert.deepEqual([isLeft, page.notices], [true, []]);
    assert.equal(page.turns.length, 4);
    assert.equal(page.catalogue?.conversations[0]?.title, 'Sorting a list');
  });

  it('is the beginning of the question where the model always thinks, or fails', async () => {
    const { page: open, chat } = chatHarness({ tag: 'deepseek-r1:7b', settings: { 'chat.titles': 'model' } });
    const page = await open();
    await ask(page, 'How do I sort a list of names that come from a file without reading the file twice?');
    assert.equal(chat.requests.length, 1);
    assert.equal(
      page.catalogue?.conversations[0]?.title,
      'How do I sort a list of names that come from a file without…',
    );
  });

  it('is the beginning of the question while the answer is under way, and where it breaks off', async () => {
    const files = new MemoryChatFiles();
    const first = chatHarness({ files, settings: { 'chat.titles': 'model' } });
    const page = await first.page();
    first.chat.answer = (_request, signal) => hanging(signal, 'Beca');
    await page.do({ type: 'send', conversation: page.id, text: 'Why is the sky blue?' });
    assert.equal(page.catalogue?.conversations[0]?.title, 'Why is the sky blue?');
    const again = await chatHarness({ files }).page();
    assert.equal(again.catalogue?.conversations[0]?.title, 'Why is the sky blue?');
  });

  it("is never put in place of the user's own", async () => {
    const { page: open, chat, clock } = chatHarness({ settings: { 'chat.titles': 'model' } });
    const page = await open();
    chat.answer = async function* (): AsyncGenerator<ChatEvent> {
      await clock.sleep(1_000);
      yield* saying('A title');
    };
    await ask(page, 'Why?');
    await page.do({ type: 'rename', conversation: page.id, title: 'Mine' });
    await clock.advance(5_000);
    assert.equal(lastAnswer(page).state.kind, 'finished');
    assert.equal(page.catalogue?.conversations[0]?.title, 'Mine');
    assert.equal(chat.requests.length, 1);
  });
});

describe('Prompt files that are no commands', () => {
  it('are named once, and again when others are', async () => {
    let problems = ['a.md is not a text file.', 'b.md lies outside the workspace.'];
    const prompts = {
      list: () => Promise.resolve([]),
      problems: () => Promise.resolve(problems),
      expand: (prompt: string) => Promise.resolve({ kind: 'prompt', prompt, attach: [] } as const),
    };
    const page = await chatHarness({ prompts }).page();
    await ask(page, 'Why?');
    const both = 'Not taken as a prompt: a.md is not a text file. b.md lies outside the workspace.';
    assert.deepEqual(page.notices, [both]);
    problems = ['a.md is not a text file.'];
    await ask(page, 'And?');
    assert.deepEqual(page.notices, [both, 'Not taken as a prompt: a.md is not a text file.']);
  });
});

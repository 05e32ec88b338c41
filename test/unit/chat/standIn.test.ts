import assert from 'node:assert/strict';
import { askModel } from '../../../src/chat/askModel';
import { chatHarness, type ChatHarness, type ChatPage } from '../../support/chatHarness';
import { saying } from '../../support/fakeChatEngine';
import { FakeEngine, fakeFailure } from '../../support/fakeEngine';

describe('an answer whose host fails', () => {
  let first: FakeEngine;
  let second: FakeEngine;
  let harness: ChatHarness;
  let page: ChatPage;

  beforeEach(async () => {
    [first, second] = [new FakeEngine(), new FakeEngine()];
    const endpoints = [
      { name: 'first', url: 'first', roles: { chat: { model: 'qwen:7b' } } },
      { name: 'second', url: 'second', roles: { chat: { model: 'qwen:7b' } } },
      { name: 'completes', url: 'third', roles: { completion: {} } },
    ];
    harness = chatHarness({ settings: { endpoints }, engines: { first, second, completes: second } });
    first.models = second.models = harness.inference.models;
    page = await harness.page();
  });

  const send = (): Promise<void> => page.do({ type: 'send', conversation: page.id, text: 'Well?' });

  function lastAnswer(): { endpoint: string; state: string } {
    const turn = page.turns.at(-1);
    assert.ok(turn?.kind === 'answer');
    return { endpoint: turn.endpoint, state: turn.state.kind };
  }

  it('before there is any of it comes from the next endpoint of the role, which the conversation then stays with', async () => {
    first.fails = fakeFailure('unreachable');
    await send();
    assert.deepEqual(lastAnswer(), { endpoint: 'second', state: 'finished' });
    first.fails = undefined;
    await send();
    assert.deepEqual(lastAnswer(), { endpoint: 'second', state: 'finished' });
  });

  it('comes from the next where the host has loaded the model and then refuses the question', async () => {
    let isRefused = true;
    harness.chat.answer = () => {
      if (!isRefused) return saying('Yes.');
      isRefused = false;
      throw fakeFailure('busy');
    };
    await send();
    assert.deepEqual(lastAnswer(), { endpoint: 'second', state: 'finished' });
  });

  it('fails with what the first host said where none answers', async () => {
    first.fails = fakeFailure('unreachable');
    second.fails = fakeFailure('login');
    await send();
    const turn = page.turns.at(-1);
    assert.ok(turn?.kind === 'answer' && turn.state.kind === 'failed');
    assert.deepEqual([turn.endpoint, turn.state.failure.code], ['first', 'unreachable']);
  });

  it('is told as failed where the user has picked the model', async () => {
    await page.do({ type: 'pickModel', conversation: page.id, endpoint: 'first', model: 'qwen:7b' });
    first.fails = fakeFailure('unreachable');
    await send();
    assert.deepEqual(lastAnswer(), { endpoint: 'first', state: 'failed' });
  });

  it('in the middle stays with its host and keeps what is there', async () => {
    harness.chat.answer = async function* () {
      yield* [{ kind: 'text', text: 'Half' } as const];
      await Promise.reject(fakeFailure('connection-lost'));
    };
    await send();
    assert.deepEqual(lastAnswer(), { endpoint: 'first', state: 'failed' });
  });

  it('is told as failed where the question is at fault', async () => {
    harness.chat.answer = () => {
      throw fakeFailure('prompt-too-long');
    };
    await send();
    assert.deepEqual(lastAnswer(), { endpoint: 'first', state: 'failed' });
    assert.equal(harness.chat.requests.length, 1);
  });

  it('to an edit or a commit message comes from the next host too', async () => {
    first.fails = fakeFailure('unreachable');
    let text = '';
    const question = { text: () => 'Well?', maxTokens: 100 };
    for await (const answer of askModel(harness.hosts, question, new AbortController().signal))
      ({ text } = answer);
    assert.equal(text, 'Yes.');
  });
});

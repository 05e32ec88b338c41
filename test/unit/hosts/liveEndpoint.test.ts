import assert from 'node:assert/strict';
import { silentLog } from '../../../src/common/log';
import { createChatHosts, type ChatHosts } from '../../../src/hosts/chatHosts';
import { createCompletionHosts, type LiveCompletionHosts } from '../../../src/hosts/completionHosts';
import { memoryStore } from '../../../src/hosts/keyValueStore';
import { rightsOfWay } from '../../../src/hosts/rightOfWay';
import { parseSettings } from '../../../src/settings/parseSettings';
import { FakeChatEngine } from '../../support/fakeChatEngine';
import { FakeEngine, fakeDeepseekCoder, fakeFailure } from '../../support/fakeEngine';
import { settled, VirtualClock } from '../../support/virtualClock';

const TAG = 'deepseek-coder:6.7b-base';
const never = new AbortController().signal;

describe('the state of an endpoint, whatever it is asked for', () => {
  let clock: VirtualClock;
  let engine: FakeEngine;
  let chatEngine: FakeChatEngine;
  let hosts: LiveCompletionHosts;
  let chat: ChatHosts;

  beforeEach(() => {
    clock = new VirtualClock();
    engine = new FakeEngine();
    engine.models = [fakeDeepseekCoder({ gpuGib: 24 })];
    chatEngine = new FakeChatEngine();
  });

  afterEach(() => {
    chat.dispose();
    hosts.dispose();
  });

  function begin(roles: object): void {
    const { settings } = parseSettings({ endpoints: [{ name: 'a', url: 'a', roles }] });
    const shared = { store: memoryStore(), log: silentLog, rights: rightsOfWay(clock) };
    hosts = createCompletionHosts(settings, {
      ...shared,
      engineFor: () => engine,
      clock,
      random: () => 0.5,
      hasWoken: () => false,
    });
    chat = createChatHosts(settings, {
      ...shared,
      enginesFor: () => ({ inference: engine, chat: chatEngine }),
      live: hosts,
      completionWindow: () => Promise.resolve(undefined),
    });
  }

  const health = (): string | undefined => hosts.endpoints[0]?.health;

  async function ask(): Promise<void> {
    const session = await chat.open({ endpoint: 'a', model: TAG }, never);
    for await (const event of session.chat(
      { messages: [], options: { numPredict: 1 } },
      never,
      () => undefined,
    ))
      assert.ok(event.kind);
  }

  describe('that only chats', () => {
    beforeEach(() => begin({ chat: {} }));

    it('is ready, with its model, once a chat was answered', async () => {
      assert.equal(health(), 'unknown');
      await ask();
      assert.equal(health(), 'ready');
      assert.deepEqual(hosts.endpoints[0]?.state, { kind: 'reachable', endpoint: 'a', model: TAG });
    });

    it('is told unreachable by a chat that failed, is looked for, and proves itself when it is back', async () => {
      engine.fails = fakeFailure('unreachable');
      await assert.rejects(ask(), { kind: 'unreachable' });
      assert.equal(health(), 'unreachable');
      await clock.advance(600_000);
      const { length } = engine.calls.filter((call) => call === 'ps');
      assert.ok(length > 5 && length < 20, `${length} looks in ten minutes`);
      engine.fails = undefined;
      hosts.wake();
      await settled();
      assert.equal(health(), 'degraded');
      await clock.advance(15_000);
      assert.equal(health(), 'ready');
      assert.deepEqual(engine.loadedWindows, []);
    });

    it('has its models listed for chat again once it is found well', async () => {
      engine.fails = fakeFailure('unreachable');
      await chat.refresh();
      assert.equal(chat.endpoints[0]?.state, 'failed');
      engine.fails = undefined;
      await clock.advance(3_000);
      assert.equal(chat.endpoints[0].state, 'reachable');
    });

    it('is misconfigured while its model is missing, whatever else it answers', async () => {
      chatEngine.answer = () => {
        throw fakeFailure('model-missing');
      };
      await assert.rejects(ask(), { kind: 'model-missing' });
      await chat.refresh();
      assert.equal(health(), 'misconfigured');
      chatEngine.answer = new FakeChatEngine().answer;
      await ask();
      assert.equal(health(), 'ready');
    });
  });

  describe('that completes and chats', () => {
    beforeEach(() => begin({}));

    it('loads nothing for completion where only chat has asked', async () => {
      engine.fails = fakeFailure('unreachable');
      await chat.refresh();
      engine.fails = undefined;
      await clock.advance(60_000);
      assert.equal(health(), 'ready');
      assert.deepEqual(engine.loadedWindows, []);
    });

    it('keeps its session where a chat broke off and the host answers', async () => {
      await clock.finish(hosts.session(never));
      chatEngine.answer = () => {
        throw fakeFailure('timeout');
      };
      await assert.rejects(ask(), { kind: 'timeout' });
      await settled();
      assert.equal(health(), 'ready');
    });

    it('is unreachable for completion too where a chat found it gone', async () => {
      await clock.finish(hosts.session(never));
      chatEngine.answer = () => {
        engine.fails = fakeFailure('unreachable');
        throw engine.fails;
      };
      await assert.rejects(ask(), { kind: 'unreachable' });
      await settled();
      assert.equal(health(), 'unreachable');
      engine.fails = undefined;
      chatEngine.answer = new FakeChatEngine().answer;
      await ask();
      await settled();
      assert.equal(health(), 'degraded');
    });
  });
});

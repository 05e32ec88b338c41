import assert from 'node:assert/strict';
import { abortable } from '../../../src/common/abort';
import { silentLog } from '../../../src/common/log';
import { createCompletionHosts, type LiveCompletionHosts } from '../../../src/hosts/completionHosts';
import { memoryStore } from '../../../src/hosts/keyValueStore';
import type { ModelSession } from '../../../src/hosts/modelSession';
import { rightsOfWay } from '../../../src/hosts/rightOfWay';
import { parseSettings } from '../../../src/settings/parseSettings';
import type { GenerateEvent } from '../../../src/transport/engine';
import { FakeEngine, fakeDeepseekCoder, fakeFailure } from '../../support/fakeEngine';
import { settled, VirtualClock } from '../../support/virtualClock';

const never = new AbortController().signal;

describe('several endpoints for completion', () => {
  let clock: VirtualClock;
  let first: FakeEngine;
  let second: FakeEngine;
  let hosts: LiveCompletionHosts;
  let woken: boolean;

  beforeEach(() => {
    clock = new VirtualClock();
    first = engineWithModel();
    second = engineWithModel();
    woken = false;
    hosts = hostsFor({});
  });

  afterEach(() => {
    hosts.dispose();
  });

  function engineWithModel(): FakeEngine {
    const engine = new FakeEngine();
    engine.models = [fakeDeepseekCoder({ gpuGib: 24 })];
    return engine;
  }

  const endpoints = [
    { name: 'first', url: 'first-box' },
    { name: 'second', url: 'second-box' },
  ];

  function hostsFor(more: object): LiveCompletionHosts {
    const { settings } = parseSettings({ endpoints, ...more });
    return createCompletionHosts(settings, {
      engineFor: ({ url }) => (url.includes('first') ? first : second),
      store: memoryStore(),
      clock,
      log: silentLog,
      random: () => 0.5,
      rights: rightsOfWay(clock),
      hasWoken: () => {
        const answer = woken;
        woken = false;
        return answer;
      },
    });
  }

  async function session(uri = 'file:///a.ts'): Promise<ModelSession> {
    const found = await clock.finish(hosts.session(never, uri));
    assert.ok(found !== undefined, `no session: ${JSON.stringify(hosts.state)}`);
    return found;
  }

  const nameOf = async (uri?: string): Promise<string> => (await session(uri)).endpointName;
  const healths = (): string[] => hosts.endpoints.map(({ health }) => health);

  async function textOf(events: AsyncIterable<GenerateEvent>): Promise<string> {
    let text = '';
    for await (const event of events) text += event.kind === 'text' ? event.text : '';
    return text;
  }

  /** A completion as the user would have it: false where it failed. */
  async function complete(uri?: string): Promise<boolean> {
    const events = (await session(uri)).generate('x', { numPredict: 9 }, never);
    return clock.finish(textOf(events)).then(
      () => true,
      () => false,
    );
  }

  it('asks the first, and has the others ready', async () => {
    assert.equal(await nameOf(), 'first');
    await settled();
    assert.deepEqual(second.loadedWindows, [16_384]);
    assert.deepEqual(healths(), ['ready', 'ready']);
  });

  it('asks the next in the same query where the first is not there', async () => {
    first.fails = fakeFailure('unreachable');
    assert.equal(await nameOf(), 'second');
    assert.deepEqual(healths(), ['unreachable', 'ready']);
    assert.equal(hosts.endpoint?.name, 'second');
    assert.equal(hosts.state.kind, 'ready');
  });

  it('asks the next in the same query where the first has a login it refuses', async () => {
    first.fails = fakeFailure('login');
    assert.equal(await nameOf(), 'second');
    assert.deepEqual(healths(), ['misconfigured', 'ready']);
  });

  it('asks the next while the first loads its model', async () => {
    first.ready = new Promise(() => undefined);
    assert.equal(await nameOf(), 'second');
  });

  it('fails with what the first said where none is there', async () => {
    first.fails = fakeFailure('unreachable', 'of the first');
    second.fails = fakeFailure('timeout', 'of the second');
    await assert.rejects(clock.finish(hosts.session(never)), first.fails);
  });

  it('loses no more than the request under way when the first goes away', async () => {
    await session();
    await settled();
    first.fails = fakeFailure('connection-lost');
    const ends = [await complete(), await complete(), await complete()];
    assert.deepEqual(ends, [false, true, true]);
  });

  it('goes back to the first once that has proven itself, in a pause of the document', async () => {
    first.fails = fakeFailure('unreachable');
    assert.equal(await nameOf(), 'second');
    first.fails = undefined;
    await clock.advance(2_000);
    assert.deepEqual(healths(), ['degraded', 'ready']);
    assert.equal(await nameOf('file:///new.ts'), 'second');
    await clock.advance(15_000);
    assert.deepEqual(healths(), ['ready', 'ready']);
    assert.equal(await nameOf('file:///newer.ts'), 'first');
  });

  it('asks a host that nobody has used before it trusts it again', async () => {
    first.fails = fakeFailure('unreachable');
    await session();
    first.fails = undefined;
    await clock.advance(2_000);
    first.fails = fakeFailure('unreachable');
    await clock.advance(15_000);
    assert.deepEqual(healths(), ['unreachable', 'ready']);
  });

  it('keeps a document on its host while somebody works at it', async () => {
    first.fails = fakeFailure('unreachable');
    await session();
    first.fails = undefined;
    for (let key = 0; key < 30; key += 1) {
      await clock.advance(1_000);
      assert.equal(await nameOf(), 'second');
    }
    await clock.advance(10_000);
    assert.equal(await nameOf(), 'first');
  });

  it('goes to and fro less and less with a host that comes and goes', async () => {
    await session();
    await settled();
    let moves = 0;
    let before = 'first';
    for (let minute = 0; minute < 30; minute += 1) {
      first.fails = minute % 2 === 0 ? fakeFailure('connection-lost') : undefined;
      for (let key = 0; key < 4; key += 1) {
        await complete();
        const now = await nameOf();
        if (now !== before) moves += 1;
        before = now;
        await clock.advance(15_000);
      }
    }
    // Fifteen outages, with a way there and a way back each.
    assert.ok(moves <= 10, `${moves} moves`);
  });

  it('gives up a host that swallows requests, and ends the request so that it can be asked elsewhere', async () => {
    const found = await session();
    await settled();
    first.ready = new Promise(() => undefined);
    const text = textOf(found.generate('x', { numPredict: 9 }, never));
    const failure = assert.rejects(text, { kind: 'timeout' });
    await clock.advance(3_500);
    await failure;
    assert.equal(await nameOf(), 'second');
    assert.deepEqual(healths(), ['unreachable', 'ready']);
  });

  it('gives up a host that falls silent in the middle of an answer', async () => {
    const found = await session();
    await settled();
    first.answer = async function* (_request, signal): AsyncGenerator<GenerateEvent> {
      yield { kind: 'text', text: 'begun' };
      await abortable(new Promise(() => undefined), signal);
    };
    const failure = assert.rejects(textOf(found.generate('x', { numPredict: 9 }, never)), {
      kind: 'timeout',
    });
    await settled();
    first.ready = new Promise(() => undefined);
    await clock.advance(5_000);
    await failure;
    assert.equal(await nameOf(), 'second');
  });

  it('lets a host take its time between two words as long as it is there', async () => {
    const found = await session();
    await settled();
    first.answer = async function* (_request, signal): AsyncGenerator<GenerateEvent> {
      yield { kind: 'text', text: 'slow' };
      await clock.sleep(20_000, signal);
      yield { kind: 'text', text: ' but sure' };
    };
    assert.equal(await clock.finish(textOf(found.generate('x', { numPredict: 9 }, never))), 'slow but sure');
    assert.equal(clock.timers, 0);
  });

  it('gives it up although each key ends the request before', async () => {
    await session();
    await settled();
    first.ready = new Promise(() => undefined);
    let name = 'first';
    for (let key = 0; key < 20 && name === 'first'; key += 1) {
      const leave = new AbortController();
      const found = await session();
      name = found.endpointName;
      const left = textOf(found.generate('x', { numPredict: 9 }, leave.signal)).catch(() => undefined);
      await clock.advance(200);
      leave.abort();
      await left;
    }
    assert.equal(name, 'second');
  });

  it('looks for a failed host at once when the machine wakes', async () => {
    first.fails = fakeFailure('unreachable');
    await session();
    await clock.advance(3_000);
    first.fails = undefined;
    woken = true;
    await session();
    await settled();
    assert.equal(healths()[0], 'degraded');
  });

  it('does not wait for a connection from before the sleep', async () => {
    second.fails = fakeFailure('unreachable');
    first.ready = new Promise(() => undefined);
    assert.equal(await clock.finish(hosts.session(never)), undefined);
    first.ready = Promise.resolve();
    assert.equal(await clock.finish(hosts.session(never)), undefined);
    woken = true;
    await clock.finish(hosts.session(never));
    assert.equal(await nameOf(), 'first');
  });

  it('looks for failed hosts when the user comes back', async () => {
    first.fails = fakeFailure('unreachable');
    await session();
    first.fails = undefined;
    hosts.wake();
    await settled();
    assert.equal(healths()[0], 'degraded');
  });

  it('looks for a failed host at once when the machine wakes and something else than a completion is asked for', async () => {
    first.fails = fakeFailure('unreachable');
    await session();
    first.fails = undefined;
    hosts.attend();
    await settled();
    assert.equal(healths()[0], 'unreachable');
    woken = true;
    hosts.attend();
    await settled();
    assert.equal(healths()[0], 'degraded');
  });

  it('looks for a failed host at once when the settings of hosts change, though not its own', async () => {
    first.fails = fakeFailure('unreachable');
    await session();
    first.fails = undefined;
    hosts.configure(parseSettings({ endpoints: [...endpoints, { url: 'third-box' }] }).settings);
    await settled();
    assert.equal(healths()[0], 'degraded');
  });

  it('begins anew what is under way by a way that is no more, such as a proxy', async () => {
    second.fails = fakeFailure('unreachable');
    first.ready = new Promise(() => undefined);
    assert.equal(await clock.finish(hosts.session(never)), undefined);
    first.ready = Promise.resolve();
    hosts.reconnect();
    await settled();
    assert.equal(healths()[0], 'ready');
  });

  it('keeps a session through a change of another endpoint', async () => {
    const before = await session();
    const { settings } = parseSettings({ endpoints: [endpoints[0], { name: 'third', url: 'third-box' }] });
    hosts.configure(settings);
    assert.equal(await session(), before);
    await settled();
    assert.deepEqual(healths(), ['ready', 'ready']);
    assert.deepEqual(
      hosts.endpoints.map(({ settings: { name } }) => name),
      ['first', 'third'],
    );
  });

  it('keeps a document on its host through a change of the settings of hosts', async () => {
    first.fails = fakeFailure('unreachable');
    assert.equal(await nameOf(), 'second');
    first.fails = undefined;
    hosts.wake();
    await settled();
    for (let key = 0; key < 4; key += 1) {
      await clock.advance(5_000);
      await session();
    }
    assert.equal(healths()[0], 'ready');
    const third = { name: 'third', url: 'third-box' };
    hosts.configure(parseSettings({ endpoints: [...endpoints, third] }).settings);
    await clock.advance(5_000);
    assert.equal(await nameOf(), 'second');
    hosts.configure(parseSettings({ endpoints, 'completion.strategy': 'fastest' }).settings);
    await clock.advance(5_000);
    assert.equal(await nameOf(), 'second');
  });

  describe('at one address with two models', () => {
    beforeEach(() => {
      const at = (name: string, model: string): object => ({
        name,
        url: 'first-box',
        roles: { completion: { model } },
      });
      hosts.dispose();
      hosts = hostsFor({ endpoints: [at('large', 'deepseek-coder:6.7b-base'), at('small', 'small')] });
    });

    it('loads no second one while the first is loaded', async () => {
      assert.equal(await nameOf(), 'large');
      await settled();
      assert.deepEqual(first.loadedWindows, [16_384]);
    });

    it('waits for the first while that is being loaded, for the second would take its room', async () => {
      first.ready = new Promise(() => undefined);
      assert.equal(await clock.finish(hosts.session(never, 'file:///a.ts')), undefined);
      assert.equal(first.calls.length, 1, first.calls.join());
    });
  });

  it('lists endpoints that serve other roles too', () => {
    const chat = { name: 'chat', url: 'second-box', roles: { chat: { model: 'talker' } } };
    hosts.dispose();
    hosts = hostsFor({ endpoints: [endpoints[0], chat] });
    assert.deepEqual(healths(), ['unknown', 'unknown']);
    assert.equal(hosts.endpoints[1]?.engine, second);
  });

  describe('with the fastest wanted', () => {
    beforeEach(async () => {
      hosts.dispose();
      hosts = hostsFor({ 'completion.strategy': 'fastest' });
      const answerAfter = (waitMs: number): FakeEngine['answer'] =>
        async function* (_request, signal): AsyncGenerator<GenerateEvent> {
          await abortable(clock.sleep(waitMs), signal);
          yield { kind: 'text', text: 'word' };
        };
      first.answer = answerAfter(400);
      second.answer = answerAfter(100);
      await session();
      await settled();
    });

    it('measures each with a document of its own, and then takes the faster', async () => {
      for (let time = 0; time < 3; time += 1) await complete('file:///a.ts');
      for (let time = 0; time < 3; time += 1) await complete('file:///b.ts');
      assert.deepEqual(
        hosts.endpoints.map(({ firstTokenMs }) => firstTokenMs),
        [400, 100],
      );
      assert.equal(await nameOf('file:///c.ts'), 'second');
    });
  });
});

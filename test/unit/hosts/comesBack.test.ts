import assert from 'node:assert/strict';
import { silentLog } from '../../../src/common/log';
import { createCompletionHosts, type LiveCompletionHosts } from '../../../src/hosts/completionHosts';
import { memoryStore } from '../../../src/hosts/keyValueStore';
import { rightsOfWay } from '../../../src/hosts/rightOfWay';
import { parseSettings } from '../../../src/settings/parseSettings';
import type { GenerateEvent } from '../../../src/transport/engine';
import type { TransportErrorKind } from '../../../src/transport/errors';
import { FakeEngine, fakeDeepseekCoder, fakeFailure } from '../../support/fakeEngine';
import { VirtualClock } from '../../support/virtualClock';

const never = new AbortController().signal;

describe('completion comes back by itself', () => {
  let clock: VirtualClock;
  let engine: FakeEngine;
  const windows: LiveCompletionHosts[] = [];

  beforeEach(() => {
    clock = new VirtualClock();
    engine = new FakeEngine();
    engine.models = [fakeDeepseekCoder({ gpuGib: 24 })];
  });

  afterEach(() => {
    for (const window of windows.splice(0)) window.dispose();
  });

  /** An editor's window: each has a process of its own. */
  function openWindow(): LiveCompletionHosts {
    const { settings } = parseSettings({ endpoints: [{ url: 'gpu-box' }] });
    const window = createCompletionHosts(settings, {
      engineFor: () => engine,
      store: memoryStore(),
      clock,
      log: silentLog,
      random: () => 0.5,
      rights: rightsOfWay(clock),
      hasWoken: () => false,
    });
    windows.push(window);
    return window;
  }

  async function complete(window: LiveCompletionHosts): Promise<string> {
    const session = await clock.finish(window.session(never, 'file:///a.ts'));
    assert.ok(session !== undefined, `no session: ${JSON.stringify(window.state)}`);
    let text = '';
    for await (const event of session.generate('x', { numPredict: 9 }, never)) {
      if (event.kind === 'text') text += event.text;
    }
    return text;
  }

  const causes: readonly (readonly [string, TransportErrorKind])[] = [
    ['the host was restarted in the middle of an answer', 'connection-lost'],
    ['the host was down', 'unreachable'],
    ['its name could not be resolved', 'name-not-found'],
    ['a proxy was down', 'proxy'],
    ['a certificate had expired', 'certificate'],
    ['the login was refused', 'login'],
    ['the model was deleted while in use', 'model-missing'],
    ['the host was out of memory', 'out-of-memory'],
    ["the host's queue was full", 'busy'],
    ['a login page stood in the way', 'not-an-engine'],
    ['the host was too slow', 'timeout'],
    ['the host had a fault', 'host-fault'],
  ];
  for (const [what, kind] of causes) {
    it(`after ${what}`, async () => {
      const window = openWindow();
      assert.equal(await complete(window), 'word');
      engine.fails = fakeFailure(kind);
      await assert.rejects(complete(window), { kind });
      await clock.advance(120_000);
      assert.deepEqual([window.state.kind, window.endpoints[0]?.state.kind], ['failed', 'failed']);
      engine.fails = undefined;
      await clock.advance(75_000);
      assert.equal(window.state.kind, 'ready');
      assert.equal(await complete(window), 'word');
    });
  }

  it('after memory for the window was lacking, with a smaller one', async () => {
    const window = openWindow();
    await complete(window);
    engine.models = [fakeDeepseekCoder({ gpuGib: 24, totalGib: 6 })];
    engine.answer = () => {
      throw fakeFailure('out-of-memory');
    };
    await assert.rejects(complete(window), { kind: 'out-of-memory' });
    engine.answer = new FakeEngine().answer;
    await clock.advance(2_000);
    assert.match(JSON.stringify(window.state), /"ready".*"window":4096.*ran out of memory/);
    assert.equal(await complete(window), 'word');
  });

  it('with another model that the host has after the one in use was deleted', async () => {
    const window = openWindow();
    await complete(window);
    const other = fakeDeepseekCoder({ gpuGib: 24 });
    const listing = { ...other.listing, tag: 'deepseek-coder:1.3b-base', digest: 'd13' };
    engine.models = [{ ...other, listing }];
    engine.answer = () => {
      throw fakeFailure('model-missing');
    };
    await assert.rejects(complete(window), { kind: 'model-missing' });
    engine.answer = new FakeEngine().answer;
    await clock.advance(2_000);
    assert.match(JSON.stringify(window.state), /"ready".*1\.3b-base/);
  });

  it('does not ask a failed host for each of many keys', async () => {
    const window = openWindow();
    await complete(window);
    engine.fails = fakeFailure('busy');
    await assert.rejects(complete(window), { kind: 'busy' });
    engine.calls.length = 0;
    for (let key = 0; key < 50; key += 1) {
      await clock.finish(window.session(never)).catch(() => undefined);
      await clock.advance(100);
    }
    assert.ok(engine.calls.length <= 3, engine.calls.join());
  });

  it('lets two windows use one host, neither ending what the other asked for', async () => {
    engine.answer = async function* (): AsyncGenerator<GenerateEvent> {
      await clock.sleep(100);
      yield { kind: 'text', text: 'word' };
    };
    const [one, other] = [openWindow(), openWindow()];
    const texts = Promise.all([complete(one), complete(other)]);
    assert.deepEqual(await clock.finish(texts), ['word', 'word']);
  });
});

import assert from 'node:assert/strict';
import { abortable, isAbort } from '../../../src/common/abort';
import { silentLog } from '../../../src/common/log';
import { createCompletionHosts, type LiveCompletionHosts } from '../../../src/hosts/completionHosts';
import type { EndpointState } from '../../../src/hosts/endpointState';
import { memoryStore } from '../../../src/hosts/keyValueStore';
import type { ModelSession } from '../../../src/hosts/modelSession';
import { rightsOfWay, type ChatTurn, type RightsOfWay } from '../../../src/hosts/rightOfWay';
import { parseSettings } from '../../../src/settings/parseSettings';
import type { GenerateEvent } from '../../../src/transport/engine';
import { FakeEngine, fakeDeepseekCoder, fakeFailure } from '../../support/fakeEngine';
import { settled, VirtualClock } from '../../support/virtualClock';

const TAG = 'deepseek-coder:6.7b-base';
const never = new AbortController().signal;

describe('completionHosts', () => {
  let engine: FakeEngine;
  let clock: VirtualClock;
  let states: EndpointState[];
  let rights: RightsOfWay;
  let hosts: LiveCompletionHosts;

  beforeEach(() => {
    engine = new FakeEngine();
    engine.models = [fakeDeepseekCoder({ gpuGib: 24 })];
    clock = new VirtualClock();
    rights = rightsOfWay(clock);
    hosts = hostsFor({});
  });

  afterEach(() => {
    hosts.dispose();
  });

  function hostsFor(endpoint: object, more: object = {}): LiveCompletionHosts {
    const { settings } = parseSettings({ endpoints: [{ url: 'gpu-box', ...endpoint }], ...more });
    const ports = {
      engineFor: () => engine,
      store: memoryStore(),
      clock,
      log: silentLog,
      random: () => 0.5,
      rights,
      hasWoken: () => false,
    };
    const made = createCompletionHosts(settings, ports);
    states = [];
    made.onDidChangeState((state) => states.push(state));
    return made;
  }

  async function opened(): Promise<ModelSession> {
    const session = await clock.finish(hosts.session(never));
    assert.ok(session !== undefined, `no session: ${JSON.stringify(hosts.state)}`);
    return session;
  }

  async function textOf(events: AsyncIterable<GenerateEvent>): Promise<string> {
    let text = '';
    for await (const event of events) text += event.kind === 'text' ? event.text : '';
    return text;
  }

  const kinds = (): string[] => states.map((state) => state.kind);

  it('opens the model in the background and says what goes on', async () => {
    hosts.open();
    await settled();
    assert.deepEqual(states, [
      { kind: 'loading', endpoint: 'gpu-box:11434', model: TAG },
      { kind: 'ready', endpoint: 'gpu-box:11434', model: TAG, window: 16_384 },
    ]);
    const session = await opened();
    assert.equal(session.family.id, 'deepseek-coder');
    assert.equal(session.window, 16_384);
    assert.equal(session.writesBos, false);
    assert.deepEqual(engine.loadedWindows, [16_384]);
  });

  it('gives no session while the model loads, and one as soon as it is loaded', async () => {
    let loaded: () => void = () => undefined;
    engine.ready = new Promise((resolve) => {
      loaded = resolve;
    });
    const first = hosts.session(never);
    await clock.advance(299);
    assert.equal(await Promise.race([first, Promise.resolve('waiting')]), 'waiting');
    await clock.advance(1);
    assert.equal(await first, undefined);
    loaded();
    assert.equal((await opened()).tag, TAG);
    assert.equal(engine.calls.filter((call) => call === 'list').length, 1);
  });

  it('stops waiting for a session when the query is cancelled', async () => {
    engine.ready = new Promise(() => undefined);
    const leave = new AbortController();
    const session = hosts.session(leave.signal);
    leave.abort();
    await assert.rejects(session, { name: 'AbortError' });
  });

  it('sends the options of the load with every request, the same object each time', async () => {
    const session = await opened();
    await textOf(session.generate('one', { numPredict: 1 }, never));
    await textOf(session.generate('two', { numPredict: 1 }, never));
    assert.ok(Object.isFrozen(engine.requests[0]!.load));
    assert.equal(engine.requests[0]!.load, engine.requests[1]!.load);
    assert.deepEqual(engine.requests[0]!.load, { numCtx: 16_384 });
  });

  it("puts the user's sampling options over ours", async () => {
    const options = { temperature: 0.7, top_p: 0.5, num_predict: 9, stop: ['#'] };
    hosts = hostsFor({ roles: { completion: { options } }, keepAlive: -1 });
    const session = await opened();
    await textOf(session.generate('x', { numPredict: 64, temperature: 0, seed: 3, stop: ['\n'] }, never));
    await textOf(session.generate('x', { numPredict: 1 }, never));
    const [request, readAhead] = engine.requests;
    const stop = ['\n', '#'];
    assert.deepEqual(request!.options, { numPredict: 9, temperature: 0.7, topP: 0.5, seed: 3, stop });
    assert.equal(readAhead!.options.numPredict, 1);
    assert.deepEqual(request!.load, { numCtx: 16_384, keepAlive: -1 });
  });

  it('says so when the user set a window beyond the model', async () => {
    hosts = hostsFor({}, { 'completion.contextWindow': 32_768 });
    await opened();
    assert.match(JSON.stringify(hosts.state), /window of 16,384 tokens; the 32,768 that you set are more/);
  });

  it('says when it works and when it is ready again', async () => {
    const session = await opened();
    states.length = 0;
    assert.equal(await textOf(session.generate('x', { numPredict: 1 }, never)), 'word');
    assert.deepEqual(kinds(), ['working', 'ready']);
  });

  describe('with one request under way', () => {
    beforeEach(() => {
      engine.answer = async function* (_request, signal): AsyncGenerator<GenerateEvent> {
        yield { kind: 'text', text: 'begun' };
        await abortable(new Promise(() => undefined), signal);
      };
    });

    it('ends it for a newer one, which is no failure', async () => {
      const session = await opened();
      states.length = 0;
      const first = textOf(session.generate('old', { numPredict: 1 }, never)).catch(
        (thrown: unknown) => thrown,
      );
      await settled();
      const leave = new AbortController();
      const second = textOf(session.generate('new', { numPredict: 1 }, leave.signal)).catch(
        (thrown: unknown) => thrown,
      );
      assert.ok(isAbort(await first));
      assert.deepEqual(kinds(), ['working']);
      leave.abort();
      assert.ok(isAbort(await second));
      assert.deepEqual(kinds(), ['working', 'ready']);
      assert.equal(await hosts.session(never), session);
    });

    it('ends it when its reader leaves', async () => {
      const session = await opened();
      for await (const event of session.generate('x', { numPredict: 1 }, never)) {
        assert.equal(event.kind, 'text');
        break;
      }
      assert.equal(hosts.state.kind, 'ready');
    });
  });

  describe('with a chat answer of the same model under way', () => {
    let chat: ChatTurn;

    beforeEach(async () => {
      await opened();
      chat = await rights.of('http://gpu-box:11434', TAG).takeChat(never, () => undefined);
      states.length = 0;
    });

    it('says that a completion waits for it', async () => {
      const session = await opened();
      let begin: () => void = () => undefined;
      const begun = new Promise<void>((resolve) => {
        begin = resolve;
      });
      engine.answer = async function* (): AsyncGenerator<GenerateEvent> {
        await begun;
        yield { kind: 'text', text: 'late' };
      };
      const text = textOf(session.generate('x', { numPredict: 9 }, never));
      await clock.advance(1_000);
      assert.deepEqual(states.at(-1), { kind: 'busy', endpoint: 'gpu-box:11434', model: TAG });
      begin();
      assert.equal(await text, 'late');
      assert.deepEqual(kinds(), ['working', 'busy', 'ready']);
    });

    it('reads nothing ahead until it is over, and then with a newer prompt', async () => {
      const session = await opened();
      const readAhead = textOf(session.generate('x', { numPredict: 1 }, never)).catch(
        (thrown: unknown) => thrown,
      );
      await clock.advance(60_000);
      assert.equal(engine.requests.length, 0);
      chat.release();
      assert.ok(isAbort(await readAhead));
      assert.equal(await textOf(session.generate('y', { numPredict: 1 }, never)), 'word');
    });
  });

  it('lets chat wait while somebody types', async () => {
    await opened();
    hosts.expectCompletion();
    let waits = 0;
    const chat = rights.of('http://gpu-box:11434', TAG).takeChat(never, () => {
      waits += 1;
    });
    await clock.finish(chat);
    assert.equal(waits, 1);
  });

  describe('when the host has let the model go', () => {
    let session: ModelSession;
    let begin: () => void;

    beforeEach(async () => {
      session = await opened();
      engine.loaded = [];
      states.length = 0;
      const begun = new Promise<void>((resolve) => {
        begin = resolve;
      });
      engine.answer = async function* (_request, signal): AsyncGenerator<GenerateEvent> {
        await abortable(begun, signal);
        yield { kind: 'text', text: 'late' };
      };
    });

    it('says so once the answer does not come, and loads it', async () => {
      const text = textOf(session.generate('x', { numPredict: 1 }, never));
      await clock.advance(1_500);
      assert.deepEqual(kinds(), ['working', 'loading', 'ready']);
      assert.deepEqual(engine.loadedWindows, [16_384, 16_384]);
      begin();
      assert.equal(await text, 'late');
      assert.equal(hosts.state.kind, 'ready');
    });

    it('finds out although no request lives long enough, and stops asking meanwhile', async () => {
      for (let key = 0; key < 20 && (await hosts.session(never)) === session; key += 1) {
        const leave = new AbortController();
        const left = textOf(session.generate('x', { numPredict: 1 }, leave.signal)).catch(() => undefined);
        await clock.advance(200);
        leave.abort();
        await left;
      }
      assert.ok(kinds().includes('loading'), kinds().join());
      assert.notEqual(await opened(), session);
    });

    it('leaves it unloaded where the user has unloaded it, whatever was under way', async () => {
      const leave = new AbortController();
      const left = textOf(session.generate('x', { numPredict: 1 }, leave.signal)).catch(() => undefined);
      await clock.advance(200);
      leave.abort();
      hosts.leaveUnloaded();
      await left;
      await clock.advance(60_000);
      assert.deepEqual(kinds(), ['working', 'ready']);
      assert.deepEqual(engine.loadedWindows, [16_384]);
    });

    it('finds out with the first request after a minute of rest', async () => {
      await clock.advance(61_000);
      const text = textOf(session.generate('x', { numPredict: 1 }, never));
      await settled();
      assert.deepEqual(kinds(), ['working', 'loading', 'ready']);
      begin();
      await text;
    });
  });

  it('does not ask what is loaded while the host answers', async () => {
    const session = await opened();
    engine.calls.length = 0;
    for (let key = 0; key < 10; key += 1) {
      await textOf(session.generate('x', { numPredict: 1 }, never));
      await clock.advance(10_000);
    }
    assert.ok(engine.calls.every((call) => call === 'generate'));
  });

  describe('when the host fails', () => {
    it('leaves it alone for a while, then looks again by itself', async () => {
      engine.fails = fakeFailure('unreachable');
      hosts.open();
      await settled();
      assert.deepEqual(hosts.state, { kind: 'failed', endpoint: 'gpu-box:11434', error: engine.fails });
      await assert.rejects(hosts.session(never), engine.fails);
      await clock.advance(1_999);
      assert.deepEqual(engine.calls, ['list']);
      await clock.advance(1);
      assert.deepEqual(engine.calls, ['list', 'list']);
      engine.fails = undefined;
      await clock.advance(4_000);
      assert.equal(hosts.state.kind, 'ready');
      assert.deepEqual(kinds(), ['failed', 'failed', 'ready']);
    });

    it('tells the query that waited for it', async () => {
      engine.fails = fakeFailure('unreachable');
      await assert.rejects(hosts.session(never), engine.fails);
    });

    it('tries again at once when told to', async () => {
      engine.fails = fakeFailure('unreachable');
      hosts.open();
      await settled();
      engine.fails = undefined;
      hosts.retryNow();
      await settled();
      assert.equal(hosts.state.kind, 'ready');
    });

    it('gives up looking when nobody types, and looks again when somebody does', async () => {
      engine.fails = fakeFailure('unreachable');
      hosts.open();
      await clock.advance(24 * 3_600_000);
      assert.equal(engine.calls.length, 31);
      engine.fails = undefined;
      await opened();
    });

    it('in the middle of a generation, opens the model again later', async () => {
      const session = await opened();
      engine.fails = fakeFailure('connection-lost');
      await assert.rejects(textOf(session.generate('x', { numPredict: 1 }, never)), engine.fails);
      assert.equal(hosts.state.kind, 'failed');
      await assert.rejects(hosts.session(never), engine.fails);
      engine.fails = undefined;
      await clock.advance(2_000);
      await textOf((await opened()).generate('y', { numPredict: 1 }, never));
      assert.equal(hosts.state.kind, 'ready');
    });

    it('for one request only, keeps the session', async () => {
      const session = await opened();
      engine.fails = fakeFailure('bad-request');
      await assert.rejects(textOf(session.generate('x', { numPredict: 1 }, never)), engine.fails);
      assert.equal(hosts.state.kind, 'failed');
      engine.fails = undefined;
      assert.equal(await hosts.session(never), session);
      await textOf(session.generate('y', { numPredict: 1 }, never));
      assert.equal(hosts.state.kind, 'ready');
    });
  });

  it('takes the window the host really gives after it refused a prompt as too long', async () => {
    const session = await opened();
    engine.loaded = engine.loaded.map((model) => ({ ...model, contextLength: 2_048 }));
    engine.answer = () => {
      throw fakeFailure('prompt-too-long');
    };
    await assert.rejects(textOf(session.generate('x', { numPredict: 1 }, never)), {
      kind: 'prompt-too-long',
    });
    await settled();
    assert.equal((await opened()).window, 2_048);
    assert.match(JSON.stringify(hosts.state), /2,048 tokens: the host gives no more/);
  });

  describe('without a model that can complete', () => {
    it('explains and names one to pull, when the host is empty', async () => {
      engine.models = [];
      hosts.open();
      await settled();
      assert.deepEqual(hosts.state, {
        kind: 'no-fim-model',
        endpoint: 'gpu-box:11434',
        explanation:
          'The host has no models. Pull one that can on the host: ollama pull deepseek-coder:6.7b-base',
      });
      assert.equal(await hosts.session(never), undefined);
    });

    it('explains what is wrong with an instruct model', async () => {
      const { description, ...model } = fakeDeepseekCoder({ gpuGib: 24 });
      const info = { ...description.info, 'tokenizer.ggml.eos_token_id': 32_021 };
      engine.models = [
        {
          ...model,
          listing: { ...model.listing, tag: 'deepseek-coder:6.7b' },
          description: { ...description, info },
        },
      ];
      hosts.open();
      await settled();
      assert.equal(hosts.state.kind, 'no-fim-model');
      assert.match(JSON.stringify(hosts.state), /instruct.*ollama pull deepseek-coder:6\.7b-base/i);
      assert.deepEqual(engine.loadedWindows, []);
    });

    it('finds one that was pulled meanwhile', async () => {
      const { models } = engine;
      engine.models = [];
      hosts.open();
      await settled();
      engine.models = models;
      await clock.advance(2_000);
      assert.equal(hosts.state.kind, 'ready');
    });
  });

  describe('with a named model', () => {
    it('fails when the host does not have it', async () => {
      hosts = hostsFor({ roles: { completion: { model: 'other:7b' } } });
      hosts.open();
      await settled();
      await assert.rejects(hosts.session(never), { kind: 'model-missing' });
      assert.match(JSON.stringify(hosts.state), /other:7b/);
    });

    it('takes the name without ":latest"', async () => {
      const model = fakeDeepseekCoder({ gpuGib: 24 });
      engine.models = [...engine.models, { ...model, listing: { ...model.listing, tag: 'mine:latest' } }];
      hosts = hostsFor({ roles: { completion: { model: 'mine' } } });
      assert.equal((await opened()).tag, 'mine:latest');
    });
  });

  describe('when the settings change', () => {
    it('goes over to the other endpoint and hears no more of the first', async () => {
      engine.ready = new Promise(() => undefined);
      hosts.open();
      await settled();
      engine.ready = Promise.resolve();
      hosts.open();
      hosts.configure(parseSettings({ endpoints: [{ url: 'other-box' }] }).settings);
      const session = await opened();
      assert.equal(session.endpointName, 'other-box:11434');
      assert.ok(states.every((state) => !('endpoint' in state) || state.endpoint === 'other-box:11434'));
    });

    it('keeps the session when the change is about something else', async () => {
      const session = await opened();
      hosts.configure(
        parseSettings({ endpoints: [{ url: 'gpu-box' }], 'completion.debounceMs': 1 }).settings,
      );
      assert.equal(await hosts.session(never), session);
    });

    it('loads the model again for another window', async () => {
      await opened();
      const endpoints = [{ url: 'gpu-box' }];
      hosts.configure(parseSettings({ endpoints, 'completion.contextWindow': 8_192 }).settings);
      await settled();
      assert.equal((await opened()).window, 8_192);
    });

    it('has no session when no endpoint serves completion', async () => {
      const endpoints = [{ url: 'a', roles: { chat: { model: 'talker' } } }];
      hosts.configure(parseSettings({ endpoints }).settings);
      assert.deepEqual(hosts.state, { kind: 'not-configured' });
      assert.equal(await hosts.session(never), undefined);
    });
  });
});

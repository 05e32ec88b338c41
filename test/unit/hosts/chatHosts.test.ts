import assert from 'node:assert/strict';
import { silentLog } from '../../../src/common/log';
import { createChatHosts, type ChatHosts } from '../../../src/hosts/chatHosts';
import { chatModelOf, type ChatModel } from '../../../src/hosts/chatModel';
import type { CompletionWindow } from '../../../src/hosts/chatModelSession';
import { rightsOfWay } from '../../../src/hosts/rightOfWay';
import { parseSettings } from '../../../src/settings/parseSettings';
import type { ModelDescription } from '../../../src/transport/engine';
import { unwatchedEndpoints } from '../../support/unwatchedEndpoints';
import { FakeChatEngine } from '../../support/fakeChatEngine';
import { FakeEngine, fakeFailure, type FakeHostedModel } from '../../support/fakeEngine';
import { settled, VirtualClock } from '../../support/virtualClock';

const TEMPLATE = '{{ range .Messages }}{{ .Role }}: {{ .Content }}{{ end }}';

function model(tag: string, description: Partial<ModelDescription> = {}, sizeBytes = 4e9): FakeHostedModel {
  return {
    listing: { tag, digest: `digest of ${tag}`, sizeBytes },
    description: {
      template: TEMPLATE,
      capabilities: ['completion'],
      info: { 'general.architecture': 'llama', 'llama.context_length': 32_768 },
      ...description,
    },
    place: (numCtx) => ({ sizeBytes, vramBytes: sizeBytes, contextLength: numCtx }),
  };
}

describe('chatHosts', () => {
  const never = new AbortController().signal;
  let engines: Map<string, FakeEngine>;
  let chat: FakeChatEngine;
  let completion: CompletionWindow | undefined;
  let windowsAsked: number;

  beforeEach(() => {
    engines = new Map();
    chat = new FakeChatEngine();
    completion = undefined;
    windowsAsked = 0;
  });

  function host(name: string, ...models: FakeHostedModel[]): FakeEngine {
    const engine = new FakeEngine();
    engine.models = models;
    engines.set(name, engine);
    return engine;
  }

  async function hosts(raw: Record<string, unknown>, ...endpoints: object[]): Promise<ChatHosts> {
    const made = unasked(raw, ...endpoints);
    await made.refresh();
    return made;
  }

  function unasked(raw: Record<string, unknown>, ...endpoints: object[]): ChatHosts {
    const { settings, problems } = parseSettings({ ...raw, endpoints });
    assert.deepEqual(problems, []);
    const store = new Map<string, unknown>();
    return createChatHosts(settings, {
      enginesFor: ({ name }) => ({ inference: engines.get(name)!, chat }),
      store: { read: (key) => store.get(key), write: (key, value) => void store.set(key, value) },
      log: silentLog,
      rights: rightsOfWay(new VirtualClock()),
      live: unwatchedEndpoints,
      completionWindow: () => {
        windowsAsked += 1;
        return Promise.resolve(completion);
      },
    });
  }

  describe('the preferred model', () => {
    it('is the one named for chat, wherever it stands', async () => {
      host('a', model('llama3:8b'));
      host('b', model('r1:7b'), model('deepseek-r1:14b'));
      const made = await hosts(
        {},
        { name: 'a', url: 'a' },
        { name: 'b', url: 'b', roles: { chat: { model: 'r1:7b' } } },
      );
      assert.deepEqual(made.preferred(), { endpoint: 'b', model: 'r1:7b' });
    });

    it('is the best of the first endpoint that serves all, where none is named', async () => {
      host('a', model('only-completes:base'));
      host(
        'b',
        model('starcoder2:3b'),
        model('nomic-embed-text', { capabilities: ['embedding'] }),
        model('qwen2.5-coder:7b'),
      );
      const made = await hosts(
        {},
        { name: 'a', url: 'a', roles: { completion: {} } },
        { name: 'b', url: 'b' },
      );
      assert.deepEqual(made.preferred(), { endpoint: 'b', model: 'qwen2.5-coder:7b' });
    });

    it('is one without a chat template only where there is no other', async () => {
      host('a', model('demo:latest', { template: '{{ .Prompt }}' }));
      assert.deepEqual((await hosts({}, { name: 'a', url: 'a' })).preferred(), {
        endpoint: 'a',
        model: 'demo:latest',
      });
      engines.get('a')!.models.push(model('phi:3b'));
      assert.deepEqual((await hosts({}, { name: 'a', url: 'a' })).preferred(), {
        endpoint: 'a',
        model: 'phi:3b',
      });
    });

    it('is settled once no endpoint can change it: those ahead have answered or failed', async () => {
      const letGo = new Map<string, () => void>();
      for (const name of ['a', 'b', 'c']) {
        const engine = host(name, model('r1:7b'));
        engine.ready = new Promise((resolve) => letGo.set(name, resolve));
      }
      const made = unasked({}, ...['a', 'b', 'c'].map((name) => ({ name, url: name })));
      const settling = made.settlePreferred().then(() => made.preferred());
      letGo.get('b')?.();
      assert.equal(await Promise.race([settling, settled().then(() => 'waits')]), 'waits');
      engines.get('a')!.fails = fakeFailure('unreachable');
      letGo.get('a')?.();
      assert.deepEqual(await settling, { endpoint: 'b', model: 'r1:7b' });
    });

    it('is none where no host has a model that chats', async () => {
      host('a', model('nomic-embed-text', { capabilities: ['embedding'] }));
      assert.equal((await hosts({}, { name: 'a', url: 'a' })).preferred(), undefined);
    });
  });

  it('tells which endpoint failed, and lists the models of the others', async () => {
    host('a').fails = fakeFailure('unreachable');
    host('b', model('r1:7b'));
    const made = await hosts({}, { name: 'a', url: 'a' }, { name: 'b', url: 'b' });
    assert.deepEqual(
      made.endpoints.map(({ name, state, models }) => [name, state, models.length]),
      [
        ['a', 'failed', 0],
        ['b', 'reachable', 1],
      ],
    );
  });

  it('lists every model of a host with hundreds, and those that one broken model stands among', async () => {
    const many = Array.from({ length: 70 }, (_, index) => model(`m${index}:7b`));
    const engine = host('a', ...many);
    const describe = engine.describeModel.bind(engine);
    engine.describeModel = (tag, signal) =>
      tag === 'm3:7b' ? Promise.reject(fakeFailure('host-fault')) : describe(tag, signal);
    const made = await hosts({}, { name: 'a', url: 'a' });
    assert.deepEqual([made.endpoints[0]?.state, made.endpoints[0]?.models.length], ['reachable', 70]);
    assert.notEqual(made.preferred()?.model, 'm3:7b');
  });

  it('keeps what it knows of an endpoint where only others change', async () => {
    host('a', model('r1:7b'));
    host('b', model('phi:3b'));
    const made = await hosts({}, { name: 'a', url: 'a' }, { name: 'b', url: 'b' });
    const endpoints = [
      { name: 'a', url: 'a' },
      { name: 'b', url: 'elsewhere' },
    ];
    made.configure(parseSettings({ endpoints }).settings);
    const states = made.endpoints.map(({ state }) => state);
    assert.deepEqual(states, ['reachable', 'unknown']);
  });

  it('looks once for all who ask at the same time', async () => {
    const engine = host('a', model('r1:7b'));
    const made = await hosts({}, { name: 'a', url: 'a' });
    engine.calls.length = 0;
    await Promise.all([made.refresh(), made.refresh()]);
    assert.deepEqual(engine.calls, ['list', 'ps']);
  });

  it('asks for the description of a model once for each of its versions', async () => {
    const engine = host('a', model('r1:7b'));
    const made = await hosts({}, { name: 'a', url: 'a' });
    await made.refresh();
    assert.equal(engine.calls.filter((call) => call === 'describe').length, 1);
  });

  describe('the window', () => {
    it('is the one for chat, within what the model was trained for', async () => {
      const engine = host(
        'a',
        model('r1:7b', { info: { 'general.architecture': 'x', 'x.context_length': 8_192 } }),
      );
      const session = await (
        await hosts({}, { name: 'a', url: 'a' })
      ).open({ endpoint: 'a', model: 'r1:7b' }, never);
      assert.equal(session.window, 8_192);
      assert.deepEqual(engine.loadedWindows, [8_192]);
    });

    it("is completion's where both use one model, so that the host never loads it anew", async () => {
      const engine = host('a', model('qwen:7b'));
      completion = { endpointName: 'a', tag: 'qwen:7b', window: 12_000 };
      const made = await hosts({ 'chat.contextWindow': 4_096 }, { name: 'a', url: 'a', keepAlive: '1h' });
      const session = await made.open({ endpoint: 'a', model: 'qwen:7b' }, never);
      assert.equal(session.window, 12_000);
      assert.deepEqual(engine.loadedWindows, [12_000]);
    });

    it("is never asked of completion where that is off, which would load completion's model", async () => {
      host('a', model('qwen:7b'));
      completion = { endpointName: 'a', tag: 'qwen:7b', window: 12_000 };
      const endpoints = [{ name: 'a', url: 'a' }];
      const off = { 'completion.enabled': false, 'chat.contextWindow': 4_096 };
      const made = await hosts(off, ...endpoints);
      assert.equal((await made.open({ endpoint: 'a', model: 'qwen:7b' }, never)).window, 4_096);
      assert.equal(windowsAsked, 0);
      made.configure(parseSettings({ ...off, 'completion.enabled': true, endpoints }).settings);
      assert.equal(made.endpoints[0]?.state, 'reachable');
      assert.equal((await made.open({ endpoint: 'a', model: 'qwen:7b' }, never)).window, 12_000);
    });

    it("is chosen by completion's setting where completion is to use the model later", async () => {
      host('a', model('qwen:7b'));
      const made = await hosts(
        { 'chat.contextWindow': 4_096, 'completion.contextWindow': 6_000 },
        { name: 'a', url: 'a', roles: { completion: { model: 'qwen:7b' }, chat: {} } },
      );
      assert.equal((await made.open({ endpoint: 'a', model: 'qwen:7b' }, never)).window, 6_000);
    });

    it("is stepped down where the host's memory does not suffice", async () => {
      const small = model('r1:7b');
      const place = (numCtx: number): ReturnType<FakeHostedModel['place']> => {
        if (numCtx > 8_192) throw fakeFailure('out-of-memory');
        return small.place(numCtx);
      };
      host('a', { ...small, place });
      const made = await hosts({}, { name: 'a', url: 'a' });
      const session = await made.open({ endpoint: 'a', model: 'r1:7b' }, never);
      assert.equal(session.window, 8_192);
      assert.match(session.note ?? '', /lowered to 8,192/);
    });
  });

  it("sends the user's sampling options over its own", async () => {
    host('a', model('r1:7b'));
    const made = await hosts(
      {},
      { name: 'a', url: 'a', roles: { chat: { options: { temperature: 0.1, num_predict: 100 } } } },
    );
    const session = await made.open({ endpoint: 'a', model: 'r1:7b' }, never);
    const options = { numPredict: 8_192, temperature: 0.6, topP: 0.95 };
    for await (const event of session.chat({ messages: [], options }, never, () => undefined)) {
      assert.ok(event.kind);
    }
    assert.deepEqual(chat.requests[0]?.options, { numPredict: 100, temperature: 0.1, topP: 0.95 });
  });

  it('fails with what to do where the picked model or endpoint is gone', async () => {
    host('a', model('r1:7b'));
    const made = await hosts({}, { name: 'a', url: 'a' });
    await assert.rejects(made.open({ endpoint: 'a', model: 'gone:1b' }, never), /no chat model gone:1b/);
    await assert.rejects(made.open({ endpoint: 'z', model: 'r1:7b' }, never), /no endpoint of this name/);
  });

  it('embeds with the model that is named for it, and has no embedder without one', async () => {
    host('a', model('r1:7b'));
    assert.equal((await hosts({}, { name: 'a', url: 'a' })).embedder, undefined);
    const made = await hosts(
      {},
      { name: 'a', url: 'a', roles: { embedding: { model: 'nomic-embed-text' } } },
    );
    await made.embedder?.embed(['x'], never);
    assert.deepEqual(chat.embedded, [{ model: 'nomic-embed-text', inputs: ['x'] }]);
  });

  it('embeds on the next host with the same embedding model where the first is away, and on no other', async () => {
    const roles = { embedding: { model: 'nomic-embed-text' } };
    host('a', model('nomic-embed-text')).fails = fakeFailure('unreachable');
    host('other', model('bge-m3'));
    host('b', model('nomic-embed-text'));
    const made = unasked(
      {},
      { name: 'a', url: 'a', roles },
      { name: 'other', url: 'other', roles: { embedding: { model: 'bge-m3' } } },
      { name: 'b', url: 'b', roles },
    );
    assert.equal(await made.embedder?.version(never), model('nomic-embed-text').listing.digest);
    engines.get('b')!.fails = fakeFailure('login');
    await assert.rejects(made.embedder!.version(never), { kind: 'unreachable' });
  });

  it('names the version of an embedding model by its digest, else by its place', async () => {
    host('a', model('nomic-embed-text:latest'));
    const settings = { name: 'a', url: 'a', roles: { embedding: { model: 'nomic-embed-text' } } };
    const made = await hosts({}, settings);
    const { digest } = model('nomic-embed-text:latest').listing;
    assert.equal(await made.embedder?.version(never), digest);
    const other = await hosts({}, { ...settings, roles: { embedding: { model: 'bge-m3' } } });
    assert.equal(await other.embedder?.version(never), 'http://a:11434 bge-m3');
  });
});

describe('chatModelOf', () => {
  const cases: readonly (readonly [string, string, Partial<ModelDescription>, string, readonly string[]])[] =
    [
      ['a plain model', 'llama3:8b', {}, 'none', []],
      [
        'a model that the host can switch',
        'deepseek-r1:7b',
        { capabilities: ['completion', 'thinking'] },
        'switch',
        [],
      ],
      ['an old pull of R1', 'deepseek-r1:7b', {}, 'always', []],
      [
        'gpt-oss on a host that names no levels',
        'gpt-oss:20b',
        { capabilities: ['completion', 'thinking'], info: { 'general.architecture': 'gptoss' } },
        'levels',
        ['low', 'medium', 'high'],
      ],
      ['stated levels', 'x', { thinking: { values: ['low', 'high'] } }, 'levels', ['low', 'high']],
      ['a stated switch', 'x', { thinking: { values: [true, false] } }, 'switch', []],
      ['a model that always thinks', 'x', { thinking: { values: [true] } }, 'always', []],
      ['a model that is stated not to', 'deepseek-r1', { thinking: { values: [false] } }, 'none', []],
    ];
  it('knows of a model with levels whether it can do without', () => {
    const { listing, description } = model('x', { thinking: { values: [false, 'low', 'high'] } });
    const { thinking } = chatModelOf(listing, description);
    assert.deepEqual(thinking, { kind: 'levels', levels: ['low', 'high'], canBeOff: true });
  });
  for (const [what, tag, description, kind, levels] of cases) {
    it(`knows how ${what} thinks`, () => {
      const { listing, description: full } = model(tag, description);
      assert.deepEqual(chatModelOf(listing, full).thinking, { kind, levels });
    });
  }

  describe("of a server with OpenAI's API", () => {
    const bos = { 'tokenizer.ggml.add_bos_token': true };
    const served = (tag: string, over: Partial<ModelDescription> = {}): ChatModel => {
      const { listing, description } = model(tag, { template: '', capabilities: [], info: bos, ...over });
      return chatModelOf(listing, description);
    };

    it('chats by a template, as all do there but those that embed', () => {
      assert.deepEqual([served('my-coder').canChat, served('my-coder').hasChatTemplate], [true, true]);
      assert.equal(served('bge-m3').canChat, false);
      assert.equal(served('bge-m3', { capabilities: ['completion'] }).canChat, false);
    });

    it('sees where the server says so, or the name where it says nothing', () => {
      assert.equal(served('m', { capabilities: ['completion', 'vision'] }).vision, true);
      for (const name of ['Qwen2.5-VL-7B-Instruct', 'Llama-3.2-11B-Vision', 'llava-1.6', 'pixtral-12b'])
        assert.equal(served('chat', { info: { ...bos, 'general.name': name } }).vision, true, name);
      for (const name of ['Qwen2.5-Coder-7B', 'vlad-7b', 'supervision'])
        assert.equal(served(name).vision, false, name);
      assert.equal(served('qwen2.5-vl', { capabilities: ['completion'] }).vision, false);
    });

    it('is known for a distill of R1 behind an alias', () => {
      const info = { ...bos, 'general.name': 'DeepSeek-R1-Distill-Qwen-7B' };
      const { isDeepseekR1, thinking } = served('chat', { info });
      assert.deepEqual([isDeepseekR1, thinking.kind], [true, 'always']);
    });
  });

  it('knows the distills of R1 by their names', () => {
    const info = { 'general.name': 'DeepSeek R1 Distill Qwen 7B' };
    const { listing, description } = model('my-coder', { info });
    assert.equal(chatModelOf(listing, description).isDeepseekR1, true);
  });
});

import assert from 'node:assert/strict';
import type { CheckResult } from '../../../../src/hosts/diagnosis/check';
import { diagnose } from '../../../../src/hosts/diagnosis/diagnose';
import { keystrokeTokens } from '../../../../src/hosts/diagnosis/speedRung';
import type { DiagnosisPorts, NetworkProbes } from '../../../../src/hosts/diagnosis/ports';
import { memoryStore } from '../../../../src/hosts/keyValueStore';
import { plainInfill } from '../../../../src/prompt/plainInfill';
import { defaultEndpoint } from '../../../../src/settings/settings';
import { TransportError } from '../../../../src/transport/errors';
import { FakeEngine, fakeDeepseekCoder } from '../../../support/fakeEngine';
import { fakeWriting, type WritingQuirks } from '../../../support/fakeWritingHost';
import { VirtualClock } from '../../../support/virtualClock';

/** A network in order, so that all depends on the host. */
const network: NetworkProbes = {
  resolve: () => Promise.resolve(['10.0.0.7']),
  connect: () => Promise.resolve('10.0.0.7:11434'),
  tunnel: () => Promise.resolve(200),
  handshake: () => Promise.reject(new Error('No TLS here.')),
};

describe('diagnosing a host', () => {
  let clock: VirtualClock;
  let engine: FakeEngine;
  let engineFor: DiagnosisPorts['engineFor'];

  beforeEach(() => {
    clock = new VirtualClock();
    engine = new FakeEngine();
    engineFor = () => engine;
    engine.models = [fakeDeepseekCoder({ gpuGib: 24 })];
  });

  it('passes every check of a host that is well', async () => {
    const results = await diagnosed({});
    assert.deepEqual(
      results.filter(({ verdict }) => verdict !== 'passed'),
      [],
    );
    assert.match(sawOf(results, 'fim'), /"return □" became "return a \+ b"$/);
    assert.match(
      sawOf(results, 'context'),
      /^16,384 tokens given; the head of a prompt of 4,6\d\d tokens was kept$/,
    );
    assert.match(sawOf(results, 'streaming'), /^48 pieces, one every 20 ms$/);
    assert.match(sawOf(results, 'speed'), /^reads 1,000 tokens\/s, writes 50 tokens\/s/);
  });

  it('notices a proxy that holds the stream back', async () => {
    const [failing] = failures(await diagnosed({ buffered: true }));
    assert.equal(failing?.name, 'streaming');
    assert.match(failing.saw, /held back for 960 of 960 ms/);
    assert.match(failing.mend, /proxy_buffering off/);
  });

  it('notices such a proxy where a quicker answer tells nothing', async () => {
    const paces = [3, 2, 2];
    const tokenMs = (tokens: number): number => (tokens === 48 ? (paces.shift() ?? 2) : 20);
    const [failing] = failures(await diagnosed({ buffered: true, tokenMs }));
    assert.equal(failing?.name, 'streaming');
    assert.match(failing.saw, /held back for 144 of 144 ms/);
  });

  it('blames no proxy where one answer came late, and longer ones come as they are written', async () => {
    const paces = [3, 2];
    const tokenMs = (tokens: number): number => (tokens === 48 ? (paces.shift() ?? 2) : 2);
    const buffered = (tokens: number): boolean => tokens === 48;
    const results = await diagnosed({ buffered, tokenMs });
    assert.deepEqual(failures(results), []);
    assert.match(sawOf(results, 'streaming'), /^128 pieces, one every 2 ms$/);
  });

  describe('that tells no times', () => {
    const timeless = true;

    it('passes every check where the text comes as it is written', async () => {
      const results = await diagnosed({ timeless });
      assert.deepEqual(
        results.filter(({ verdict }) => verdict !== 'passed'),
        [],
      );
      assert.match(sawOf(results, 'streaming'), /^48 pieces, one every 20 ms$/);
      assert.match(sawOf(results, 'speed'), /writes 50 tokens\/s/);
    });

    it('blames no proxy for a slow first word', async () => {
      const results = await diagnosed({ timeless, waitMs: 400, tokenMs: 10 });
      assert.deepEqual(failures(results), []);
      assert.match(sawOf(results, 'streaming'), /^48 pieces, one every 10 ms$/);
    });

    for (const way of [{ buffered: true }, { bursts: 24 }]) {
      it(`notices a proxy that holds the stream back: ${JSON.stringify(way)}`, async () => {
        const [failing] = failures(await diagnosed({ timeless, ...way }));
        assert.equal(failing?.name, 'streaming');
        assert.match(failing.saw, /held back for (940 of 940|460 of 940) ms/);
        assert.match(failing.mend, /proxy_buffering off/);
      });
    }

    for (const quirks of [{ says: 2 }, { whole: true }, { says: 10, buffered: true }]) {
      it(`says that it can't tell of a stream of a few pieces: ${JSON.stringify(quirks)}`, async () => {
        const results = await diagnosed({ timeless, ...quirks });
        assert.deepEqual(failures(results), []);
        assert.equal(verdictOf(results, 'streaming'), 'skipped');
        assert.match(sawOf(results, 'streaming'), /^too short an answer to tell/);
      });
    }
  });

  it("says that it can't tell how a stream travelled that was written in no time, and how fast it was", async () => {
    for (const timeless of [true, false]) {
      const results = await diagnosed({ tokenMs: 0.1, timeless, buffered: true });
      assert.deepEqual(failures(results), []);
      assert.equal(verdictOf(results, 'streaming'), 'skipped');
      assert.match(sawOf(results, 'streaming'), /^512 pieces within 51 ms: too quick to tell$/);
      assert.match(sawOf(results, 'speed'), /writes 10,000 tokens\/s/);
    }
  });

  it('notices a host that writes on for nobody', async () => {
    const [failing] = failures(await diagnosed({ deaf: true }));
    assert.equal(failing?.name, 'abort');
    assert.match(failing.mend, /OLLAMA_NUM_PARALLEL=2/);
  });

  for (const quicker of [13, 7, 5]) {
    it(`notices it too where the host writes quicker than it did before: ${quicker} ms per token`, async () => {
      const tokenMs = (tokens: number): number => (tokens > 100 ? quicker : 20);
      const [failing] = failures(await diagnosed({ deaf: true, tokenMs }));
      assert.equal(failing?.name, 'abort');
      assert.deepEqual(failures(await diagnosed({ tokenMs })), []);
    });
  }

  const parallel = [
    { slots: 2 },
    { slots: 2, deaf: true },
    { slots: 2, timeless: true },
    { slots: 2, deaf: true, besideMs: 1_600 },
  ];
  for (const quirks of parallel) {
    it(`says that it can't tell of a host that serves several at a time: ${JSON.stringify(quirks)}`, async () => {
      const results = await diagnosed(quirks);
      assert.deepEqual(failures(results), []);
      assert.equal(verdictOf(results, 'abort'), 'skipped');
      assert.match(sawOf(results, 'abort'), /^the host serves several requests at a time/);
    });
  }

  it('takes a host that needs a while to notice for one that stops, where it serves one at a time', async () => {
    const results = await diagnosed({ lateMs: 400 });
    assert.deepEqual(failures(results), []);
    assert.match(sawOf(results, 'abort'), /^the host was free again 4\d\d ms after/);
  });

  it('does not take a host that was kept from it once for one that writes on', async () => {
    const delays = [2_000];
    const results = await diagnosed({ lateMs: () => delays.shift() ?? 0 });
    assert.deepEqual(failures(results), []);
    assert.match(sawOf(results, 'abort'), /^the host was free again \d\d ms after/);
    assert.deepEqual(delays, []);
  });

  for (const deaf of [false, true]) {
    it(`says that it can't tell of an answer that ends too early to be given up (deaf: ${deaf})`, async () => {
      const results = await diagnosed({ says: 40, deaf });
      assert.deepEqual(failures(results), []);
      assert.equal(verdictOf(results, 'abort'), 'skipped');
      assert.match(sawOf(results, 'abort'), /^the answer ended before it could be given up$/);
    });
  }

  it('does not take a slow way for a host that writes on', async () => {
    const results = await diagnosed({ waitMs: 900 });
    assert.deepEqual(failures(results), []);
    assert.match(sawOf(results, 'abort'), /^the host was free again 9\d\d ms after/);
  });

  it("notices a server with OpenAI's API that was taken for Ollama", async () => {
    const refusal = { endpoint: 'http://gpu-box:8080', route: 'GET /api/version', status: 404 } as const;
    const asOllama = new FakeEngine();
    asOllama.version = () =>
      Promise.reject(new TransportError({ ...refusal, kind: 'bad-request', detail: 'File Not Found' }));
    engineFor = (endpoint) => (endpoint.engine === 'openai' ? engine : asOllama);
    const [failing] = failures(await diagnosed({}));
    assert.equal(failing?.name, 'engine');
    assert.match(failing.saw, /OpenAI's API/);
    assert.match(failing.mend, /"engine": "openai"/);
  });

  it('notices a host that drops the head of a long prompt', async () => {
    const [failing] = failures(await diagnosed({ readsAtMost: 2_049 }));
    assert.equal(failing?.name, 'context');
    assert.match(failing.saw, /of at least 4,608 tokens the host read 2049/);
  });

  it('sends no long prompt to a host that would read it for more than five seconds', async () => {
    const results = await diagnosed({ readMs: 2 });
    assert.deepEqual(failures(results), []);
    assert.match(sawOf(results, 'context'), /a full prompt was not tried: it would take 9/);
    const read = engine.requests.map(({ prompt }) => prompt.length);
    assert.ok(Math.max(...read) < 4_096, read.join());
  });

  it('notices a host that gives a smaller window than it is asked for', async () => {
    const store = memoryStore();
    // As an earlier session has settled it, before the host got a limit.
    store.write('window http://gpu-box:11434 d67', { window: 16_384, wanted: 16_384, explicit: false });
    const [model] = engine.models;
    engine.models = [{ ...model!, place: (asked) => ({ ...model!.place(asked), contextLength: 4_096 }) }];
    const [failing] = failures(await diagnosed({}, store));
    assert.equal(failing?.name, 'context');
    assert.match(failing.saw, /gives 4,096 tokens of the 16,384 tokens/);
    assert.match(failing.mend, /OLLAMA_CONTEXT_LENGTH=16384/);
  });

  for (const fill of ['', 'Sure! Here is the code:', '<｜fim▁hole｜>']) {
    it(`does not take "${fill}" for a filled hole`, async () => {
      const results = await diagnosed({ fill });
      assert.equal(failures(results)[0]?.name, 'fim');
      assert.equal(results.at(-1)?.verdict, 'skipped');
    });
  }

  describe('behind a network that takes its time', () => {
    const after = async <T>(ms: number, found: T, signal: AbortSignal): Promise<T> => {
      await clock.sleep(ms, signal);
      return found;
    };
    const never = (signal: AbortSignal): Promise<never> => clock.sleep(Infinity, signal) as Promise<never>;

    it('names the port within five seconds where a slow name server comes before a black hole', async () => {
      const results = await diagnosed({}, memoryStore(), {
        ...network,
        resolve: (_, signal) => after(3_000, ['10.0.0.7'], signal),
        connect: (_, signal) => never(signal),
      });
      assert.equal(failures(results)[0]?.name, 'tcp');
      assert.ok(clock.now() <= 5_000, `${clock.now()} ms`);
    });

    it('names HTTP within five seconds where a slow name server comes before a host that says nothing', async () => {
      engine.version = (signal) => never(signal);
      const results = await diagnosed({}, memoryStore(), {
        ...network,
        resolve: (_, signal) => after(3_000, ['10.0.0.7'], signal),
      });
      const [failing] = failures(results);
      assert.equal(failing?.name, 'http');
      assert.match(failing.saw, /what was looked at before took 3 s/);
      assert.match(failing.mend, /^The name server took 3 s, .* Something accepts connections/);
      assert.ok(clock.now() <= 4_000, `${clock.now()} ms`);
    });

    it('says nothing of what was looked at before where that took no time', async () => {
      engine.version = (signal) => never(signal);
      const [failing] = failures(
        await diagnosed({}, memoryStore(), {
          ...network,
          resolve: (_, signal) => after(20, ['10.0.0.7'], signal),
        }),
      );
      assert.equal(failing?.saw, 'no result within 3.6 s');
    });

    it('says where names in .local are found', async () => {
      const missing = Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' });
      const probes = { ...network, resolve: () => Promise.reject(missing) };
      const results = await diagnosed({}, memoryStore(), probes, 'http://gpu-box.local:11434');
      const [failing] = failures(results);
      assert.equal(failing?.name, 'name');
      assert.match(failing.mend, /mDNS \(Bonjour, Avahi\) in one network only/);
    });

    it('names TLS within five seconds where all before it was slow', async () => {
      const results = await diagnosed(
        {},
        memoryStore(),
        {
          ...network,
          resolve: (_, signal) => after(1_500, ['10.0.0.7'], signal),
          connect: (_, signal) => after(1_500, '10.0.0.7:443', signal),
          handshake: (_endpoint, _proxy, signal) => never(signal),
        },
        'https://gpu-box',
      );
      const [failing] = failures(results);
      assert.equal(failing?.name, 'tls');
      assert.match(failing.saw, /what was looked at before took 3 s/);
      assert.ok(clock.now() <= 5_000, `${clock.now()} ms`);
    });
  });

  it('says how many new tokens a key may bring', () => {
    const facts = { written: '', endpoint: defaultEndpoint, prefill: { tokens: 1_000, ms: 1_000 } };
    assert.equal(keystrokeTokens({ ...facts, firstTokenMs: 50 }), 250);
    assert.equal(keystrokeTokens({ ...facts, firstTokenMs: 400 }), 0);
    assert.equal(keystrokeTokens(facts), undefined);
  });

  async function diagnosed(
    quirks: WritingQuirks,
    store = memoryStore(),
    probes = network,
    written = 'http://gpu-box:11434',
  ): Promise<readonly CheckResult[]> {
    engine.answer = fakeWriting(clock, quirks);
    const ports: DiagnosisPorts = {
      network: probes,
      editorProxy: () => undefined,
      engineFor,
      infillPrompt: plainInfill,
      contextWindow: { tokens: 16_384, explicit: false },
      store,
      clock,
      random: () => 0.5,
      caller: 'this machine',
    };
    const subject = { written, endpoint: defaultEndpoint };
    const watch = { started: () => undefined, ended: () => undefined };
    return (await clock.finish(diagnose(subject, ports, watch, new AbortController().signal))).results;
  }
});

function failures(results: readonly CheckResult[]): readonly CheckResult[] {
  return results.filter(({ verdict }) => verdict === 'failed');
}

function verdictOf(
  results: readonly CheckResult[],
  name: CheckResult['name'],
): CheckResult['verdict'] | undefined {
  return results.find((each) => each.name === name)?.verdict;
}

function sawOf(results: readonly CheckResult[], name: CheckResult['name']): string {
  return results.find((each) => each.name === name)?.saw ?? '';
}

import assert from 'node:assert/strict';
import type { CheckResult } from '../../../../src/hosts/diagnosis/check';
import { diagnose } from '../../../../src/hosts/diagnosis/diagnose';
import { keystrokeTokens } from '../../../../src/hosts/diagnosis/speedRung';
import type { DiagnosisPorts, NetworkProbes } from '../../../../src/hosts/diagnosis/ports';
import { memoryStore } from '../../../../src/hosts/keyValueStore';
import { plainInfill } from '../../../../src/prompt/plainInfill';
import { defaultEndpoint } from '../../../../src/settings/settings';
import type { GenerateEvent, GenerateRequest } from '../../../../src/transport/engine';
import { TransportError } from '../../../../src/transport/errors';
import { FakeEngine, fakeDeepseekCoder } from '../../../support/fakeEngine';
import { VirtualClock } from '../../../support/virtualClock';

/** A network in order, so that all depends on the host. */
const network: NetworkProbes = {
  resolve: () => Promise.resolve(['10.0.0.7']),
  connect: () => Promise.resolve('10.0.0.7:11434'),
  tunnel: () => Promise.resolve(200),
  handshake: () => Promise.reject(new Error('No TLS here.')),
};
const PREFILL_MS_PER_TOKEN = 1;
const DECODE_MS_PER_TOKEN = 20;

/** How the host differs from one that is well. */
interface Quirks {
  /** A proxy hands on everything at the end. */
  readonly buffered?: boolean;
  /** Given-up generations run on to their end, and the next request waits. */
  readonly deaf?: boolean;
  /** The most of a prompt that it reads. */
  readonly readsAtMost?: number;
  readonly fill?: string;
}

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

  it('notices a host that writes on for nobody', async () => {
    const [failing] = failures(await diagnosed({ deaf: true }));
    assert.equal(failing?.name, 'abort');
    assert.match(failing.mend, /OLLAMA_NUM_PARALLEL=2/);
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

  it('says how many new tokens a key may bring', () => {
    const facts = { written: '', endpoint: defaultEndpoint, prefill: { tokens: 1_000, ms: 1_000 } };
    assert.equal(keystrokeTokens({ ...facts, firstTokenMs: 50 }), 250);
    assert.equal(keystrokeTokens({ ...facts, firstTokenMs: 400 }), 0);
    assert.equal(keystrokeTokens(facts), undefined);
  });

  async function diagnosed(quirks: Quirks, store = memoryStore()): Promise<readonly CheckResult[]> {
    engine.answer = answerOf(quirks);
    const ports: DiagnosisPorts = {
      network,
      editorProxy: () => undefined,
      engineFor,
      infillPrompt: plainInfill,
      contextWindow: { tokens: 16_384, explicit: false },
      store,
      clock,
      random: () => 0.5,
      caller: 'this machine',
    };
    const subject = { written: 'http://gpu-box:11434', endpoint: defaultEndpoint };
    const watch = { started: () => undefined, ended: () => undefined };
    return (await clock.finish(diagnose(subject, ports, watch, new AbortController().signal))).results;
  }

  function answerOf(quirks: Quirks): FakeEngine['answer'] {
    let busyUntil = 0;
    return async function* ({ prompt, options }: GenerateRequest, signal): AsyncGenerator<GenerateEvent> {
      if (busyUntil > clock.now()) await clock.sleep(busyUntil - clock.now(), signal);
      const isHole = prompt.includes('def add');
      const words = prompt.split(/\s+/).length;
      const promptTokens = Math.min(words, quirks.readsAtMost ?? Infinity);
      // What was read before is cached: only the first reading of long prompts takes time.
      const promptMs = prompt.endsWith(' next') || words < 50 ? 5 : promptTokens * PREFILL_MS_PER_TOKEN;
      await clock.sleep(promptMs, signal);
      const texts = isHole ? [quirks.fill ?? 'a + b'] : Array.from({ length: options.numPredict }, () => 'x');
      const decodeMs = texts.length * DECODE_MS_PER_TOKEN;
      if (quirks.deaf) busyUntil = clock.now() + decodeMs;
      if (quirks.buffered) await clock.sleep(decodeMs, signal);
      for (const text of texts) {
        if (!quirks.buffered) await clock.sleep(DECODE_MS_PER_TOKEN, signal);
        yield { kind: 'text', text };
      }
      const metrics = { promptTokens, promptMs, generatedTokens: texts.length, decodeMs };
      yield { kind: 'done', finishReason: 'length', metrics };
    };
  }
});

function failures(results: readonly CheckResult[]): readonly CheckResult[] {
  return results.filter(({ verdict }) => verdict === 'failed');
}

function sawOf(results: readonly CheckResult[], name: CheckResult['name']): string {
  return results.find((each) => each.name === name)?.saw ?? '';
}

import assert from 'node:assert/strict';
import { memoryStore } from '../../../src/hosts/keyValueStore';
import { lowerWindow, settleWindow, type WindowQuestion } from '../../../src/hosts/settleWindow';
import { FakeEngine, fakeDeepseekCoder } from '../../support/fakeEngine';

const signal = new AbortController().signal;
const question: WindowQuestion = {
  tag: 'deepseek-coder:6.7b-base',
  digest: 'd67',
  endpointUrl: 'http://gpu-box:11434',
  wanted: 16_384,
  explicit: false,
  weightsBytes: 3.8 * 2 ** 30,
  kvBytesPerToken: 512 * 1024,
};

describe('settleWindow', () => {
  const cases: readonly {
    what: string;
    gpuGib: number;
    totalGib?: number;
    explicit?: boolean;
    loads: readonly number[];
    window: number;
    note?: RegExp;
  }[] = [
    { what: 'keeps the wanted window where all of it fits', gpuGib: 24, loads: [16_384], window: 16_384 },
    {
      what: 'halves the window where the half fits',
      gpuGib: 8,
      loads: [16_384, 8_192],
      window: 8_192,
      note: /^Window lowered to 8,192 tokens: of 3\.8 GiB of weights \+ 8\.0 GiB for a window of 16,384 tokens, only 8\.0 GiB of 11\.8 GiB fit/,
    },
    {
      what: 'goes to the quarter in one step',
      gpuGib: 6,
      loads: [16_384, 4_096],
      window: 4_096,
      note: /4,096/,
    },
    {
      what: 'keeps the window where no smaller one would fit either, and says that it is slow',
      gpuGib: 3,
      loads: [16_384],
      window: 16_384,
      note: /^Slow: only 3\.0 GiB of 11\.8 GiB/,
    },
    {
      what: 'takes 4,096 on the CPU',
      gpuGib: 0,
      loads: [16_384, 4_096],
      window: 4_096,
      note: /runs on the host's CPU/,
    },
    {
      what: 'halves the window until the load does not run out of memory',
      gpuGib: 24,
      totalGib: 6,
      loads: [16_384, 8_192, 4_096],
      window: 4_096,
      note: /^Window lowered to 4,096 tokens: with 3\.8 GiB of weights \+ 8\.0 GiB .* ran out of memory/,
    },
    {
      what: "keeps the user's own window, with a warning",
      gpuGib: 8,
      explicit: true,
      loads: [16_384],
      window: 16_384,
      note: /as you set it/,
    },
    {
      what: "keeps the user's own window on the CPU, with a warning",
      gpuGib: 0,
      explicit: true,
      loads: [16_384],
      window: 16_384,
      note: /as you set it/,
    },
  ];
  for (const { what, explicit = false, loads, window, note, ...memory } of cases) {
    it(what, async () => {
      const engine = new FakeEngine();
      engine.models = [fakeDeepseekCoder(memory)];
      const settled = await settleWindow({ ...question, explicit }, engine, memoryStore(), signal);
      assert.deepEqual(engine.loadedWindows, loads);
      assert.equal(settled.load.numCtx, window);
      if (note === undefined) assert.equal(settled.note, undefined);
      else assert.match(settled.note ?? '', note);
    });
  }

  it("fails where memory doesn't suffice for the window the user set", async () => {
    const engine = new FakeEngine();
    engine.models = [fakeDeepseekCoder({ gpuGib: 24, totalGib: 6 })];
    const settling = settleWindow({ ...question, explicit: true }, engine, memoryStore(), signal);
    await assert.rejects(settling, { kind: 'out-of-memory' });
  });

  it('loads at once with 4,096 where the host already has the model on its CPU', async () => {
    const engine = new FakeEngine();
    engine.models = [fakeDeepseekCoder({ gpuGib: 0 })];
    await engine.load(question.tag, { numCtx: 2_048 }, signal);
    await settleWindow(question, engine, memoryStore(), signal);
    assert.deepEqual(engine.loadedWindows, [2_048, 4_096]);
  });

  it('takes what the host really gives where that is less', async () => {
    const engine = new FakeEngine();
    const model = fakeDeepseekCoder({ gpuGib: 24 });
    engine.models = [{ ...model, place: (numCtx) => ({ ...model.place(numCtx), contextLength: 2_048 }) }];
    const settled = await settleWindow(question, engine, memoryStore(), signal);
    assert.equal(settled.load.numCtx, 2_048);
    assert.equal(settled.note, undefined);
    const explicit = await settleWindow({ ...question, explicit: true }, engine, memoryStore(), signal);
    assert.match(explicit.note ?? '', /gives 2,048 tokens of the window of 16,384 tokens that you set/);
  });

  it('remembers its choice, with the note, for the endpoint and model', async () => {
    const engine = new FakeEngine();
    const store = memoryStore();
    engine.models = [fakeDeepseekCoder({ gpuGib: 8 })];
    const first = await settleWindow(question, engine, store, signal);
    engine.calls.length = 0;
    assert.deepEqual(await settleWindow(question, engine, store, signal), first);
    assert.deepEqual(engine.loadedWindows, [8_192]);
  });

  for (const [what, changed] of [
    ['the setting changed', { wanted: 12_288 }],
    ['the user now insists', { explicit: true }],
    ['the model is another', { digest: 'other' }],
    ['the host is another', { endpointUrl: 'http://other:11434' }],
  ] as const) {
    it(`chooses anew when ${what}`, async () => {
      const engine = new FakeEngine();
      const store = memoryStore();
      engine.models = [fakeDeepseekCoder({ gpuGib: 8 })];
      await settleWindow(question, engine, store, signal);
      engine.calls.length = 0;
      await settleWindow({ ...question, ...changed }, engine, store, signal);
      assert.equal(engine.loadedWindows[0], 'wanted' in changed ? changed.wanted : 16_384);
    });
  }

  it('lowers a remembered window when the host has less memory than then', async () => {
    const engine = new FakeEngine();
    const store = memoryStore();
    engine.models = [fakeDeepseekCoder({ gpuGib: 24, totalGib: 6 })];
    await engine.load(question.tag, { numCtx: 4_096 }, signal);
    engine.loaded = engine.loaded.map((model) => ({ ...model, contextLength: 8_192 }));
    const sent = { question, load: { numCtx: 16_384 } };
    assert.equal(await lowerWindow(sent, { engine, store }, signal), true);
    assert.equal((await settleWindow(question, engine, store, signal)).load.numCtx, 4_096);
    engine.calls.length = 0;
    await settleWindow(question, engine, store, signal);
    assert.deepEqual(engine.loadedWindows, [4_096]);
  });
});

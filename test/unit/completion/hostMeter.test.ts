import assert from 'node:assert/strict';
import { HostMeter, type HostCount } from '../../../src/completion/hostMeter';
import type { ModelSession } from '../../../src/hosts/modelSession';
import type { GenerateEvent } from '../../../src/transport/engine';
import { FakeModel, type FakeAnswer } from '../../support/fakeModel';
import { VirtualClock } from '../../support/virtualClock';

interface Setup {
  readonly meter: HostMeter;
  readonly clock: VirtualClock;
  readonly read: (text: string, tokens: number, facts?: Partial<ModelSession>) => Promise<void>;
}

function setup(answer: (index: number) => FakeAnswer): Setup {
  const clock = new VirtualClock();
  const model = new FakeModel(clock, (_, index) => answer(index));
  const meter = new HostMeter(clock);
  const options = { numPredict: 1 };
  const read: Setup['read'] = async (text, tokens, facts = {}) => {
    const session = { ...(await model.session())!, ...facts };
    const events = meter.generate(
      { session, prompt: { text, tokens }, options },
      new AbortController().signal,
    );
    const drained = (async () => {
      for await (const { kind } of events) assert.ok(kind);
    })();
    await clock.finish(drained);
  };
  return { meter, clock, read };
}

const live = new AbortController().signal;
const head = 'x'.repeat(4000);

describe('HostMeter', () => {
  it('knows how much of a prompt the host has read', async () => {
    const { meter, read } = setup(() => ({ pieces: ['a'] }));
    await read(head, 1000);
    assert.equal(meter.cachedChars(`${head}tail`), 4000);
    assert.equal(meter.cachedChars('xxxy'), 3);
    assert.equal(meter.newTokens({ text: `${head}${'y'.repeat(1000)}`, tokens: 1250 }), 250);
  });

  it('passes on what the host counted, with the share that it most likely had in its cache', async () => {
    const clock = new VirtualClock();
    const model = new FakeModel(clock, () => ({ pieces: ['a'] }));
    const session = {
      ...(await model.session())!,
      async *generate(): AsyncGenerator<GenerateEvent> {
        yield await Promise.resolve({ kind: 'done', finishReason: 'stop', metrics: { promptTokens: 900 } });
      },
    };
    const meter = new HostMeter(clock);
    const counts: HostCount[] = [];
    for (const text of [head, head + head]) {
      const request = { session, prompt: { text, tokens: 1000 }, options: { numPredict: 1 } };
      const onCounted = (count: HostCount): void => void counts.push(count);
      for await (const { kind } of meter.generate({ ...request, onCounted }, live)) assert.ok(kind);
    }
    assert.deepEqual(counts, [
      { countedTokens: 900, cachedShare: 0 },
      { countedTokens: 900, cachedShare: 0.5 },
    ]);
  });

  it('learns how fast the host reads and writes', async () => {
    const { meter, read } = setup(() => ({ pieces: ['a', 'b', 'c', 'd', 'e', 'f'], delayMs: 540 }));
    await read(head, 1000);
    // The whole wait less what surrounds the reading.
    assert.equal(meter.rates.tokensWithin(100), 200);
    assert.equal(Math.round((meter.rates.decodeTokensPerMs ?? 0) * 540), 1);
  });

  it('believes of an aborted request no more than was cached before', async () => {
    const { meter, clock, read } = setup(() => ({ pieces: ['a'], delayMs: 100 }));
    await read(head, 1000);
    const session = (await new FakeModel(clock, () => ({ pieces: ['a'], delayMs: 100 })).session())!;
    const cancel = new AbortController();
    const prompt = { text: `${head}${head}`, tokens: 2000 };
    const next = meter.generate({ session, prompt, options: { numPredict: 1 } }, cancel.signal).next();
    await clock.advance(50);
    cancel.abort();
    await assert.rejects(next, { name: 'AbortError' });
    assert.equal(meter.cachedChars(prompt.text), 4000);
  });

  it('notices that the host has lost its cache, and that it has it again', async () => {
    // Two requests at 2 tokens a ms; the third waits as if the whole prompt had to be read.
    const waits = [540, 540, 2000, 60];
    const { meter, read } = setup((index) => ({ pieces: ['a'], delayMs: waits[index] ?? 0 }));
    await read(head, 1000);
    await read(head + head, 2000);
    await read(`${head}${head}z`, 2001);
    assert.ok(meter.missedLast);
    assert.ok(meter.misses >= 1);
    await read(`${head}${head}zz`, 2002);
    assert.ok(!meter.missedLast);
    assert.ok(meter.misses < 1, 'a hit makes a little of it good');
  });

  it('begins anew with another model', async () => {
    const { meter, read } = setup(() => ({ pieces: ['a'], delayMs: 540 }));
    await read(head, 1000);
    meter.use({ endpointName: 'other', tag: 't', digest: 'd', window: 1 } as ModelSession);
    assert.equal(meter.cachedChars(head), 0);
    assert.equal(meter.rates.tokensWithin(100), undefined);
  });
});

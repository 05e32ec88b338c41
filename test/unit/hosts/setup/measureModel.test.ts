import assert from 'node:assert/strict';
import type { DiagnosisFacts } from '../../../../src/hosts/diagnosis/facts';
import { openModel } from '../../../../src/hosts/openModel';
import { measuredHost } from '../../../../src/hosts/setup/measureModel';
import { defaultEndpoint } from '../../../../src/settings/settings';
import {
  FakeEngine,
  fakeDeepseekCoder,
  fakeFailure,
  type FakeHostedModel,
} from '../../../support/fakeEngine';

const GIB = 2 ** 30;
const never = new AbortController().signal;
const memoryless = { read: () => undefined, write: () => undefined };

describe('what a trial shows of a host', () => {
  it('is the speed of the model, its size and where it runs', async () => {
    const { engine, facts } = await tried(withInfo({ 'general.parameter_count': 6.74e9 }));
    assert.deepEqual(await measuredHost(facts, engine, never), {
      model: {
        tag: 'deepseek-coder:6.7b-base',
        weightsBytes: 3.8 * GIB,
        parameters: 6.74e9,
        readPerSecond: 1_000,
        writtenPerSecond: 40,
        place: 'gpu',
      },
      memory: { bytes: 11.8 * GIB, certainty: 'at-least' },
    });
  });

  it('does without parameters where the host tells none', async () => {
    const { engine, facts } = await tried(fakeDeepseekCoder({ gpuGib: 24 }));
    const measured = await measuredHost(facts, engine, never);
    assert.ok(measured && !('parameters' in measured.model));
  });

  const places = [
    { gpuGib: 24, place: 'gpu', certainty: 'at-least' },
    { gpuGib: 2, place: 'partly', certainty: 'exactly' },
    { gpuGib: 0, place: 'cpu', certainty: 'none' },
  ] as const;
  for (const { gpuGib, place, certainty } of places) {
    it(`says ${place} of a GPU of ${gpuGib} GiB`, async () => {
      const { engine, facts } = await tried(fakeDeepseekCoder({ gpuGib }));
      const measured = await measuredHost(facts, engine, never);
      assert.equal(measured?.model.place, place);
      assert.equal(measured.memory.certainty, certainty);
    });
  }

  it('says nothing of other sizes where a mixture of experts was tried', async () => {
    const { engine, facts } = await tried(withInfo({ 'llama.expert_count': 8 }));
    assert.equal(await measuredHost(facts, engine, never), undefined);
  });

  it('is nothing where the trial measured nothing, or the host does not answer any more', async () => {
    const { engine, facts } = await tried(fakeDeepseekCoder({ gpuGib: 24 }));
    assert.equal(await measuredHost({}, engine, never), undefined);
    engine.fails = fakeFailure('unreachable');
    assert.equal(await measuredHost(facts, engine, never), undefined);
  });

  it('is given up with the trial', async () => {
    const { engine, facts } = await tried(fakeDeepseekCoder({ gpuGib: 24 }));
    await assert.rejects(measuredHost(facts, engine, AbortSignal.abort()), { name: 'AbortError' });
  });

  async function tried(
    model: FakeHostedModel,
  ): Promise<{ engine: FakeEngine; facts: Pick<DiagnosisFacts, 'opened' | 'prefill' | 'decode'> }> {
    const engine = new FakeEngine();
    engine.models = [model];
    const window = { tokens: 16_384, explicit: false };
    const ports = { engine, store: memoryless, onChosen: () => undefined };
    const opening = await openModel(defaultEndpoint, window, ports, never);
    assert.ok(opening.kind === 'opened');
    const facts = { prefill: { tokens: 500, ms: 500 }, decode: { tokens: 20, ms: 500 } };
    return { engine, facts: { opened: opening.opened, ...facts } };
  }

  function withInfo(more: Readonly<Record<string, unknown>>): FakeHostedModel {
    const model = fakeDeepseekCoder({ gpuGib: 24 });
    const { description } = model;
    return { ...model, description: { ...description, info: { ...description.info, ...more } } };
  }
});

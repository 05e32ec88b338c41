import assert from 'node:assert/strict';
import { unloadModel } from '../../../src/hosts/unloadModel';
import type { ModelControl } from '../../../src/transport/modelControl';
import { FakeEngine } from '../../support/fakeEngine';
import { VirtualClock } from '../../support/virtualClock';

const TAG = 'coder:base';
const signal = new AbortController().signal;

describe('unloading a model', () => {
  let clock: VirtualClock;
  let engine: FakeEngine;
  const control = { unload: () => Promise.resolve() } as unknown as ModelControl;

  beforeEach(() => {
    clock = new VirtualClock();
    engine = new FakeEngine();
    engine.loaded = [{ tag: TAG, digest: 'd', sizeBytes: 1, vramBytes: 1 }];
  });

  it('waits until the host does not list it any more', async () => {
    const unloading = unloadModel(TAG, { engine, control, clock }, signal);
    await clock.advance(300);
    engine.loaded = [];
    await clock.finish(unloading);
    assert.deepEqual(engine.calls, ['ps', 'ps', 'ps']);
  });

  it('does not wait for ever', async () => {
    await clock.finish(unloadModel(TAG, { engine, control, clock }, signal));
    assert.equal(clock.now(), 3_000);
  });
});

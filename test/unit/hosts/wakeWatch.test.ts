import assert from 'node:assert/strict';
import { createWakeWatch } from '../../../src/hosts/wakeWatch';
import { VirtualClock } from '../../support/virtualClock';

describe('wakeWatch', () => {
  let clock: VirtualClock;
  let sleptMs: number;
  let network: string;
  let hasWoken: () => boolean;

  beforeEach(() => {
    clock = new VirtualClock();
    sleptMs = 0;
    network = '192.168.0.2/24';
    hasWoken = createWakeWatch({
      clock,
      wallClock: () => 1_700_000_000_000 + clock.now() + sleptMs,
      network: () => network,
    });
  });

  it('sees nothing in time that passes', async () => {
    await clock.advance(3_600_000);
    assert.equal(hasWoken(), false);
  });

  it('tells once that the machine has slept', () => {
    sleptMs = 60_000;
    assert.deepEqual([hasWoken(), hasWoken()], [true, false]);
  });

  it('tells it too where the timers went on and the wall clock was behind', () => {
    sleptMs = -60_000;
    assert.equal(hasWoken(), true);
  });

  it('takes no notice of a clock that is set right', () => {
    sleptMs = 900;
    assert.equal(hasWoken(), false);
  });

  it('tells once that the network has changed', () => {
    network = '10.8.0.3/24';
    assert.deepEqual([hasWoken(), hasWoken()], [true, false]);
  });
});

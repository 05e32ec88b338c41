import assert from 'node:assert/strict';
import { Recovery } from '../../../src/hosts/recovery';
import { VirtualClock } from '../../support/virtualClock';

describe('recovery', () => {
  let clock: VirtualClock;
  let recovery: Recovery;
  let looks: number[];
  let verified: number[];

  beforeEach(() => {
    clock = new VirtualClock();
    looks = [];
    verified = [];
    const look = (): void => void looks.push(clock.now());
    const verify = (): void => {
      verified.push(clock.now());
      recovery.trust();
    };
    recovery = new Recovery({ clock, random: () => 0.5, look, verify }, new AbortController().signal);
  });

  it('trusts a host that has never failed', () => {
    assert.equal(recovery.isTrusted, true);
    recovery.opened();
    assert.equal(recovery.isTrusted, true);
  });

  it('trusts a host again that has been well for a while', async () => {
    recovery.failed();
    await clock.advance(2_000);
    recovery.opened();
    assert.equal(recovery.isTrusted, false);
    await clock.advance(14_999);
    assert.equal(recovery.isTrusted, false);
    await clock.advance(1);
    assert.equal(recovery.isTrusted, true);
    assert.deepEqual(verified, [17_000]);
  });

  it('lets a host that comes and goes prove itself for longer each time', async () => {
    const provesMs: number[] = [];
    for (let time = 0; time < 7; time += 1) {
      recovery.failed();
      recovery.opened();
      const since = clock.now();
      while (!recovery.isTrusted) await clock.advance(1_000);
      provesMs.push(clock.now() - since);
    }
    assert.deepEqual(provesMs, [15_000, 30_000, 60_000, 120_000, 240_000, 300_000, 300_000]);
  });

  it('forgets a failure of long ago', async () => {
    recovery.failed();
    recovery.opened();
    await clock.advance(300_001);
    recovery.failed();
    recovery.opened();
    await clock.advance(15_000);
    assert.equal(recovery.isTrusted, true);
  });

  it('counts an outage once, however often the host was looked for in it', async () => {
    for (let look = 0; look < 5; look += 1) recovery.failed();
    recovery.opened();
    await clock.advance(15_000);
    assert.equal(recovery.isTrusted, true);
  });

  it('looks again after longer and longer rests', async () => {
    for (let failure = 0; failure < 3; failure += 1) {
      recovery.failed();
      await clock.advance(10_000);
    }
    assert.deepEqual(looks, [2_000, 14_000, 28_000]);
  });

  it('ends the rest at once when told to', async () => {
    recovery.failed();
    await clock.advance(500);
    assert.equal(recovery.isResting, true);
    recovery.lookNow();
    assert.equal(recovery.isResting, false);
    assert.deepEqual(looks, [500]);
  });
});

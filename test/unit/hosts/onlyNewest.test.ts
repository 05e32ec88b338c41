import assert from 'node:assert/strict';
import { onlyNewest } from '../../../src/hosts/onlyNewest';

const never = new AbortController().signal;

describe('onlyNewest', () => {
  it('ends the turn before when a new one is taken', () => {
    const turns = onlyNewest();
    const first = turns.take(never);
    const second = turns.take(never);
    assert.equal(first.signal.aborted, true);
    assert.equal(second.signal.aborted, false);
    assert.deepEqual([first.isNewest(), second.isNewest()], [false, true]);
  });

  it("ends a turn with its request's own signal", () => {
    const leave = new AbortController();
    const turn = onlyNewest().take(leave.signal);
    leave.abort();
    assert.equal(turn.signal.aborted, true);
  });

  it('does not touch a turn that was over before', () => {
    const turns = onlyNewest();
    const first = turns.take(never);
    first.release();
    turns.take(never);
    assert.equal(first.signal.aborted, false);
  });

  it('keeps the newest when an older one is released late', () => {
    const turns = onlyNewest();
    const first = turns.take(never);
    const second = turns.take(never);
    first.release();
    assert.equal(second.isNewest(), true);
    turns.take(never);
    assert.equal(second.signal.aborted, true);
  });

  it('begins aborted where the signal already is', () => {
    assert.equal(onlyNewest().take(AbortSignal.abort()).signal.aborted, true);
  });
});

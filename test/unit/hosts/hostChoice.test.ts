import assert from 'node:assert/strict';
import { hostOrder, type HostFacts } from '../../../src/hosts/hostChoice';

const well: HostFacts = { isOpen: true, isResting: false, isTrusted: true, firstTokenMs: undefined };
const proving: HostFacts = { ...well, isTrusted: false };
const resting: HostFacts = { ...well, isOpen: false, isResting: true, isTrusted: false };
const unopened: HostFacts = { ...well, isOpen: false };
const fast = (firstTokenMs: number): HostFacts => ({ ...well, firstTokenMs });

describe('hostOrder', () => {
  const ordered: readonly (readonly [string, readonly HostFacts[], number[]])[] = [
    ['takes the first that is well', [well, well], [0, 1]],
    ['passes over one that rests after a failure', [resting, well], [1, 0]],
    ['prefers one that never failed to one that proves itself', [proving, well], [1, 0]],
    ['prefers one that proves itself to one that must be opened', [unopened, proving], [1, 0]],
    ['opens one that has not failed before it asks one that has', [resting, unopened], [1, 0]],
    ['pays no heed to speed', [fast(900), fast(100)], [0, 1]],
  ];
  for (const [rule, hosts, order] of ordered) {
    it(rule, () => {
      assert.deepEqual(hostOrder(hosts, 'ordered', undefined), order);
    });
  }

  describe('with a host that has the document in its cache', () => {
    it('stays with it while somebody works at the document', () => {
      assert.deepEqual(hostOrder([well, well], 'ordered', { index: 1, idleMs: 9_999 }), [1, 0]);
    });

    it('goes back to the first in a pause', () => {
      assert.deepEqual(hostOrder([well, well], 'ordered', { index: 1, idleMs: 10_000 }), [0, 1]);
    });

    it('stays with it though it proves itself still', () => {
      assert.deepEqual(hostOrder([well, proving], 'ordered', { index: 1, idleMs: 0 }), [1, 0]);
    });

    it('leaves it when it fails', () => {
      assert.deepEqual(hostOrder([well, resting], 'ordered', { index: 1, idleMs: 0 }), [0, 1]);
    });
  });

  describe('by speed', () => {
    it('takes the one that begins to answer soonest', () => {
      assert.deepEqual(hostOrder([fast(300), fast(100)], 'fastest', undefined), [1, 0]);
    });

    it('measures one that is not measured yet with a document that no host has', () => {
      assert.deepEqual(hostOrder([fast(100), well], 'fastest', undefined), [1, 0]);
    });

    it('leaves a document where it is for a small difference', () => {
      assert.deepEqual(hostOrder([fast(100), fast(140)], 'fastest', { index: 1, idleMs: 60_000 }), [1, 0]);
    });

    it('moves it in a pause for a large one', () => {
      assert.deepEqual(hostOrder([fast(100), fast(160)], 'fastest', { index: 1, idleMs: 60_000 }), [0, 1]);
      assert.deepEqual(hostOrder([fast(100), fast(160)], 'fastest', { index: 1, idleMs: 100 }), [1, 0]);
    });

    it('never prefers a quick host that fails', () => {
      assert.deepEqual(
        hostOrder([{ ...resting, firstTokenMs: 10 }, fast(900)], 'fastest', undefined),
        [1, 0],
      );
    });
  });
});

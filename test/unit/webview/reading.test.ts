import assert from 'node:assert/strict';
import { Reading, type KeptReading } from '../../../src/webview/reading';

function bridge(start: KeptReading = {}): {
  kept: KeptReading;
  keep(state: KeptReading): void;
  keeps: number;
} {
  return {
    kept: start,
    keeps: 0,
    keep(state) {
      this.kept = { ...this.kept, ...state };
      this.keeps += 1;
    },
  };
}

const place = { conversation: 'c', turn: 'a', px: 40 };

describe('Where the reader is', () => {
  it('is known to the next page, for the conversation it is in', () => {
    const kept = bridge();
    new Reading(kept).keepPlace(place);
    assert.deepEqual(new Reading(kept).placeIn('c'), place);
    assert.equal(new Reading(kept).placeIn('other'), undefined);
  });

  it('is not kept at the end, and nothing is written while he stays there', () => {
    const kept = bridge();
    const reading = new Reading(kept);
    reading.keepPlace(undefined);
    assert.equal(kept.keeps, 0);
    reading.keepPlace(place);
    reading.keepPlace(undefined);
    assert.equal(new Reading(kept).placeIn('c'), undefined);
  });
});

describe('What the reader has opened or closed', () => {
  it('is known to the next page', () => {
    const kept = bridge();
    new Reading(kept).keepOpen('a 0', true);
    new Reading(kept).keepOpen('b 0', false);
    const next = new Reading(kept);
    assert.deepEqual([next.isOpen('a 0'), next.isOpen('b 0'), next.isOpen('c 0')], [true, false, undefined]);
  });

  it('is bounded: the latest choices stay', () => {
    const reading = new Reading(bridge());
    for (let turn = 0; turn <= 200; turn += 1) reading.keepOpen(`turn ${turn}`, true);
    assert.deepEqual([reading.isOpen('turn 0'), reading.isOpen('turn 200')], [undefined, true]);
  });
});

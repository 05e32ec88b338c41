import assert from 'node:assert/strict';
import { backOffMs } from '../../../src/hosts/backOff';

describe('backOffMs', () => {
  it('doubles from two seconds to a minute', () => {
    const waits = [1, 2, 3, 4, 5, 6, 7, 100].map((failures) => backOffMs(failures, 0.5));
    assert.deepEqual(waits, [2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
  });

  it('is spread by a quarter to both sides, evenly', () => {
    const spread = [0, 0.25, 0.75, 1].map((random) => backOffMs(2, random));
    assert.deepEqual(spread, [3_000, 3_500, 4_500, 5_000]);
    assert.deepEqual([backOffMs(100, 0), backOffMs(100, 1)], [45_000, 75_000]);
  });
});

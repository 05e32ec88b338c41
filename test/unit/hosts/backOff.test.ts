import assert from 'node:assert/strict';
import fc from 'fast-check';
import { backOffMs } from '../../../src/hosts/backOff';

describe('backOffMs', () => {
  it('doubles from two seconds to a minute', () => {
    const waits = [1, 2, 3, 4, 5, 6, 7, 100].map((failures) => backOffMs(failures, 0.5));
    assert.deepEqual(waits, [2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000]);
  });

  it('is spread by a quarter to both sides', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 50 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (failures, random) => {
          const middle = backOffMs(failures, 0.5);
          const wait = backOffMs(failures, random);
          return wait >= middle * 0.75 && wait <= middle * 1.25;
        },
      ),
    );
  });
});

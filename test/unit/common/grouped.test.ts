import assert from 'node:assert/strict';
import { grouped } from '../../../src/common/grouped';

describe('a grouped number', () => {
  const cases: readonly [number, string][] = [
    [0, '0'],
    [999, '999'],
    [1000, '1,000'],
    [16384, '16,384'],
    [1234567, '1,234,567'],
    [-12345, '-12,345'],
    [0.1234, '0.1234'],
    [1234.5678, '1,234.5678'],
  ];
  for (const [count, text] of cases) {
    it(`is ${text} for ${count}`, () => assert.equal(grouped(count), text));
  }
});

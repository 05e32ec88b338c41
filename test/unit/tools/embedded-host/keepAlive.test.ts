import assert from 'node:assert/strict';
import { readKeepAlive } from '../../../../tools/embedded-host/keepAlive';

describe('readKeepAlive', () => {
  const read: readonly (readonly [unknown, number])[] = [
    [undefined, 300_000],
    [null, 300_000],
    [0, 0],
    ['0', 0],
    [30, 30_000],
    [-1, Infinity],
    ['5m', 300_000],
    ['1h30m', 5_400_000],
    ['1.5h', 5_400_000],
    ['250ms', 250],
    ['-1s', Infinity],
  ];
  for (const [value, ms] of read) {
    it(`reads ${JSON.stringify(value)} as ${ms} ms`, () => assert.equal(readKeepAlive(value), ms));
  }

  const refused: readonly (readonly [unknown, string])[] = [
    ['soon', 'time: invalid duration "soon"'],
    ['', 'time: invalid duration ""'],
    ['5', 'time: missing unit in duration "5"'],
    ['5m!', 'time: invalid duration "5m!"'],
    [true, `Unsupported type: 'bool'`],
    [[], `Unsupported type: '[]interface {}'`],
  ];
  for (const [value, message] of refused) {
    it(`refuses ${JSON.stringify(value)}`, () =>
      assert.throws(() => readKeepAlive(value), { status: 400, message }));
  }
});

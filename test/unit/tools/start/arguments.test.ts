import assert from 'node:assert/strict';
import { parseStartArguments } from '../../../../tools/start/arguments';

describe('The arguments of npm start', () => {
  it('are none for a window', () => {
    assert.deepEqual(parseStartArguments([]), { check: false, browser: false });
  });

  it('ask for a check and its screenshot', () => {
    const expected = { check: true, browser: false, screenshot: 'a.png' };
    assert.deepEqual(parseStartArguments(['--check', '--screenshot', 'a.png']), expected);
  });

  for (const args of [['--screenshot', 'a.png'], ['--check', '--screenshot'], ['--chek']]) {
    it(`are refused with the usage: ${args.join(' ')}`, () => {
      assert.throws(() => parseStartArguments(args), /Usage: npm start/);
    });
  }
});

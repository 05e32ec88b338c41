import assert from 'node:assert/strict';
import { cutPoints, headWithin } from '../../../src/prompt/measuredText';
import type { TokenCounter } from '../../../src/prompt/tokenCounter';

const perUnit: TokenCounter = { count: (text) => text.length, exact: true };

describe('cutPoints', () => {
  it('are the start, the end of each line and the end', () => {
    assert.deepEqual(
      cutPoints('ab\r\ncd\n\nx', perUnit).map(({ offset }) => offset),
      [0, 4, 7, 8, 9],
    );
  });

  it('stand inside a long line as well, at places that typing behind them does not move', () => {
    const inside = cutPoints('x'.repeat(3_000), perUnit).filter(({ lineEdge }) => !lineEdge);
    const later = cutPoints('x'.repeat(4_000), perUnit).filter(({ lineEdge }) => !lineEdge);
    assert.ok(inside.length >= 2);
    assert.deepEqual(later.slice(0, inside.length), inside);
  });

  it('never halve a character', () => {
    const text = 'x' + '\u{1F600}'.repeat(2_000);
    for (const { offset } of cutPoints(text, perUnit)) {
      assert.ok(!/[\uD800-\uDBFF]$/.test(text.slice(0, offset)), String(offset));
    }
  });
});

describe('headWithin', () => {
  const cases: readonly (readonly [string, string, number, string])[] = [
    ['all of a text that fits', 'ab\ncd', 10, 'ab\ncd'],
    ['whole lines', 'ab\ncd\nef', 7, 'ab\ncd\n'],
    ['the start of a first line that is too long', 'abcdefgh\nij', 5, 'abcd'],
    ['nothing within nothing', 'ab\n', 0, ''],
    ['nothing of nothing', '', 5, ''],
  ];
  for (const [what, text, tokens, head] of cases) {
    it(`is ${what}`, () => {
      assert.equal(headWithin(text, tokens, perUnit), head);
    });
  }

  it('counts no more of a huge text than it shows', () => {
    let counted = 0;
    const counting: TokenCounter = { count: (text) => ((counted += text.length), text.length), exact: true };
    headWithin('line of text\n'.repeat(100_000), 100, counting);
    assert.ok(counted < 200, String(counted));
  });
});

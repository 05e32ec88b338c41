import assert from 'node:assert/strict';
import { watchForStops } from '../../../src/transport/stopStrings';

describe('stop strings that are looked for here', () => {
  const cases: readonly (readonly [readonly string[], readonly string[], string])[] = [
    [[], ['a', 'b'], 'ab'],
    [['\n\n'], ['a\n', 'b\n', '\nc'], 'a\nb'],
    [['<|x|>', '<|y'], ['a<|', 'y|>'], 'a'],
    [['END', 'ND'], ['aEND'], 'a'],
    [['ND', 'END'], ['aE', 'ND'], 'a'],
    [['aab'], ['aaab', 'c'], 'a'],
    [['aab'], ['aa', 'ac'], 'aaac'],
    [['END'], ['abE'], 'abE'],
    [['END'], ['END', 'x'], ''],
  ];
  for (const [stops, pieces, expected] of cases) {
    it(`leave ${JSON.stringify(expected)} of ${JSON.stringify(pieces)} with ${JSON.stringify(stops)}`, () => {
      const watch = watchForStops(stops);
      let text = '';
      let isOver = false;
      for (const piece of pieces) {
        if (isOver) break;
        const taken = watch.take(piece);
        text += taken.text;
        isOver = taken.isOver;
      }
      assert.equal(text + watch.rest(), expected);
    });
  }
});

import assert from 'node:assert/strict';
import { filePieces, pieceCount } from '../../../../src/context/search/filePieces';

describe('The pieces of a file', () => {
  const cases: readonly (readonly [lines: number, starts: readonly number[]])[] = [
    [1, [1]],
    [8, [1]],
    [40, [1]],
    [41, [1, 33]],
    [72, [1, 33]],
    [73, [1, 33, 65]],
  ];
  for (const [lines, starts] of cases) {
    it(`begin at ${starts.join(', ')} where it has ${lines} lines, and are counted without the text`, () => {
      const pieces = filePieces(Array.from({ length: lines }, () => 'x').join('\n'));
      assert.deepEqual(
        pieces.map(({ startLine }) => startLine),
        starts,
      );
      assert.equal(pieceCount(lines), starts.length);
    });
  }
});

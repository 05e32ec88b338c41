import assert from 'node:assert/strict';
import { columnsOf, padEnd, padStart } from '../../../src/common/columns';

describe('Columns of a fixed-width font', () => {
  it('are two for each Chinese character and its punctuation, one for each other', () => {
    assert.equal(columnsOf('gpu 主机。'), 4 + 6);
  });

  it('line up texts in either script', () => {
    assert.deepEqual([padEnd('语言', 6), padEnd('go', 6)], ['语言  ', 'go    ']);
    assert.deepEqual([padStart('词元', 6), padStart('7', 6)], ['  词元', '     7']);
  });

  it('leave a text alone that is wider', () => {
    assert.equal(padEnd('语言模型', 6), '语言模型');
  });
});

import assert from 'node:assert/strict';
import { symbolsNear } from '../../../src/context/symbolsNear';

function near(text: string, most = 20): string[] {
  const lines = text.split('\n');
  const cursorLine = lines.findIndex((line) => line.includes('‸'));
  return symbolsNear(cursorLine, most, (line) => lines[line]?.replace('‸', '')).map(
    ({ name, line, character }) => `${name}@${line}:${character}`,
  );
}

describe('symbolsNear', () => {
  it('finds identifiers with their places, the nearest line first', () => {
    assert.deepEqual(near('first\nsecond(third)\nlast‸\nbehind'), [
      'last@2:0',
      'second@1:0',
      'third@1:7',
      'behind@3:0',
      'first@0:0',
    ]);
  });

  it('names each once, leaves out very short ones, and stops at as many as asked for', () => {
    assert.deepEqual(near('again\nfor i in again‸'), ['for@1:0', 'again@1:9']);
    assert.deepEqual(near('one two three\nfour five‸', 3), ['four@1:0', 'five@1:5', 'one@0:0']);
  });

  it('reads letters of every alphabet', () => {
    assert.deepEqual(near('größe = länge‸'), ['größe@0:0', 'länge@0:8']);
  });
});

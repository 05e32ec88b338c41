import assert from 'node:assert/strict';
import { textPieces } from '../../../../tools/embedded-host/textPieces';

/** A vocabulary of single bytes, as byte-level models fall back to. */
const bytesToText = (tokens: readonly number[]): string => Buffer.from(tokens).toString('utf8');

describe('textPieces', () => {
  it('gives a character when its last byte has come', () => {
    const pieceOf = textPieces(bytesToText);
    assert.deepEqual([...Buffer.from('é€😀a')].map(pieceOf), [
      ...[undefined, 'é'],
      ...[undefined, undefined, '€'],
      ...[undefined, undefined, undefined, '😀'],
      'a',
    ]);
  });

  it('gives up waiting after the longest character', () => {
    const pieceOf = textPieces(bytesToText);
    const pieces = [0x80, 0x80, 0x80, 0x80].map(pieceOf);
    assert.deepEqual(pieces.slice(0, 3), [undefined, undefined, undefined]);
    assert.match(pieces[3] ?? '', /^\uFFFD+$/);
    assert.equal(pieceOf(0x61), 'a');
  });

  it('tells what came before, for vocabularies whose words depend on it', () => {
    const seen: (readonly number[])[] = [];
    const pieceOf = textPieces((tokens, previous) => {
      seen.push(previous);
      return bytesToText(tokens);
    });
    pieceOf(0x61);
    pieceOf(0x62);
    assert.deepEqual(seen, [[], [0x61]]);
  });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { stopScanner } from '../../../../tools/embedded-host/stopSequences';

/** All that is sent of the pieces, and whether a stop sequence ended it. */
function scanAll(stops: readonly string[], pieces: readonly string[]): { sent: string; stopped: boolean } {
  const scan = stopScanner(stops);
  let sent = '';
  for (const [index, piece] of pieces.entries()) {
    const { send, stopped } = scan(piece, index === pieces.length - 1);
    sent += send;
    if (stopped) return { sent, stopped };
  }
  return { sent, stopped: false };
}

describe('stopScanner', () => {
  it('sends text at once when nothing in it can begin a stop sequence', () => {
    assert.deepEqual(stopScanner(['\n\n'])('a = 1;', false), { send: 'a = 1;', stopped: false });
  });

  it('holds back what may be the beginning of a stop sequence', () => {
    const scan = stopScanner(['\n\n']);
    assert.deepEqual(scan('a;\n', false), { send: '', stopped: false });
    assert.deepEqual(scan('b', false), { send: 'a;\nb', stopped: false });
  });

  it('sends what it held back when the text ends there', () => {
    assert.deepEqual(scanAll(['\n\n'], ['a;', '\n']), { sent: 'a;\n', stopped: false });
  });

  it('ends before the stop sequence that comes first', () => {
    assert.deepEqual(scanAll(['}', 'b'], ['a', 'b', '}']), { sent: 'a', stopped: true });
  });

  it('ends at once for an empty stop sequence', () => {
    assert.deepEqual(scanAll([''], ['a']), { sent: '', stopped: true });
  });

  it('sends the text up to the first stop sequence, however it is cut into pieces', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '\n'), maxLength: 12 });
    const stop = fc.string({ unit: fc.constantFrom('a', 'b', '\n'), minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(fc.array(letters), fc.array(stop, { maxLength: 3 }), (pieces, stops) => {
        const text = pieces.join('');
        const ends = stops.map((word) => text.indexOf(word)).filter((index) => index >= 0);
        const { sent, stopped } = scanAll(stops, pieces);
        assert.equal(stopped, ends.length > 0);
        // A stop sequence that ends first may begin after one that is not whole yet: what was sent is a beginning.
        assert.ok(text.startsWith(sent));
        if (!stopped) assert.equal(sent, text);
        else assert.ok(stops.every((word) => !sent.includes(word)));
      }),
    );
  });
});

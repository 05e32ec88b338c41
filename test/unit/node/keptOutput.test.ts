import assert from 'node:assert/strict';
import { noOutput, withOutput } from '../../../src/node/keptOutput';

describe('the output of a command that is kept', () => {
  it('is its end, with how much is missing ahead of it', () => {
    const kept = withOutput(withOutput(withOutput(noOutput, 'abcd', 5), 'efg', 5), 'hi', 5);
    assert.deepEqual(kept, { text: 'efghi', cutChars: 4, cutSecret: false });
  });

  it('is all where it is short', () => {
    assert.deepEqual(withOutput(noOutput, 'abc', 5), { text: 'abc', cutChars: 0, cutSecret: false });
  });

  it('remembers a secret of which the beginning is cut', () => {
    const key = ['-----BEGIN', 'PRIVATE', 'KEY-----\nMIIEvQIBADAN'].join(' ');
    const kept = withOutput(withOutput(noOutput, key, 20), 'BgkqhkiG9w0BAQEF\n', 20);
    assert.ok(!kept.text.includes('BEGIN'));
    assert.equal(kept.cutSecret, true);
  });
});

import assert from 'node:assert/strict';
import {
  decodeVectors,
  encodeVectors,
  UnreadableVectorsError,
} from '../../../../src/context/search/vectorFormat';
import { createVectorTable, type VectorTable } from '../../../../src/context/search/vectorTable';

function table(): VectorTable {
  const made = createVectorTable('sha256:ab');
  made.put({
    path: 'src/ä.ts',
    textHash: 0xfedcba98,
    modifiedMs: 1_700_000_000_000.5,
    startLines: Uint32Array.of(1, 33),
    vectors: Float32Array.of(1, 0, 0.6, 0.8),
  });
  made.put({
    path: 'b.py',
    textHash: 2,
    modifiedMs: 3,
    startLines: Uint32Array.of(65),
    vectors: Float32Array.of(0, 1),
  });
  return made;
}

describe('Saved vectors', () => {
  it('are the same when they are read again, from anywhere in a buffer', () => {
    const bytes = encodeVectors(table());
    const within = new Uint8Array(bytes.length + 3);
    within.set(bytes, 3);
    const read = decodeVectors(within.subarray(3));
    assert.equal(read.model, 'sha256:ab');
    assert.deepEqual([...read.files()], [...table().files()]);
  });

  it('may be none', () => {
    const read = decodeVectors(encodeVectors(createVectorTable('m')));
    assert.deepEqual([read.model, read.pieces], ['m', 0]);
  });

  it('are refused when any of their bytes is another', () => {
    const whole = encodeVectors(table());
    for (let at = 0; at < whole.length; at += 1) {
      const damaged = whole.slice();
      damaged[at] = (whole[at] ?? 0) ^ 0x10;
      assert.throws(() => decodeVectors(damaged), UnreadableVectorsError, `byte ${at}`);
    }
  });

  it('are refused when they are cut off anywhere', () => {
    const whole = encodeVectors(table());
    for (let length = 0; length < whole.length; length += 1) {
      assert.throws(() => decodeVectors(whole.slice(0, length)), UnreadableVectorsError, `${length} bytes`);
    }
  });
});

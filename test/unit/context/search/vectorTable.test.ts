import assert from 'node:assert/strict';
import {
  createVectorTable,
  unitVector,
  type FileVectors,
  type VectorTable,
} from '../../../../src/context/search/vectorTable';

function file(path: string, modifiedMs: number, ...vectors: readonly (readonly number[])[]): FileVectors {
  return {
    path,
    textHash: 1,
    modifiedMs,
    startLines: Uint32Array.from(vectors, (_vector, at) => 1 + at * 32),
    vectors: Float32Array.from(vectors.flat()),
  };
}

const paths = (table: VectorTable): string => [...table.files()].map(({ path }) => path).join('');

describe('The table of vectors', () => {
  it('finds what points the same way first', () => {
    const table = createVectorTable('m');
    table.put(file('a', 1, [1, 0], [0.6, 0.8]));
    table.put(file('b', 1, [0, 1]));
    assert.deepEqual(
      table.nearest(Float32Array.of(0, 1), 2).map(({ path, startLine }) => [path, startLine]),
      [
        ['b', 1],
        ['a', 33],
      ],
    );
  });

  const bounds: readonly (readonly [string, { pieces: number; bytes: number }])[] = [
    ['pieces', { pieces: 2, bytes: 1_000 }],
    ['bytes', { pieces: 100, bytes: 2 * 2 * 4 }],
  ];
  for (const [what, most] of bounds) {
    it(`holds no more ${what} than it may: what was modified longest ago goes`, () => {
      const table = createVectorTable('m', most);
      table.put(file('a', 20, [1, 0]));
      table.put(file('b', 10, [1, 0]));
      table.put(file('c', 30, [1, 0]));
      assert.equal(paths(table), 'ac');
      table.put(file('d', 5, [1, 0]));
      assert.equal(paths(table), 'ac');
      assert.equal(table.pieces, 2);
    });
  }

  it('replaces a file, and counts it once', () => {
    const table = createVectorTable('m');
    table.put(file('a', 1, [1, 0], [0, 1]));
    table.put(file('a', 2, [1, 0]));
    assert.equal(table.pieces, 1);
    table.delete('a');
    table.delete('a');
    assert.equal(table.pieces, 0);
  });

  it('never holds vectors of two sizes', () => {
    const table = createVectorTable('m');
    table.put(file('a', 1, [1, 0]));
    table.put(file('b', 1, [1, 0, 0]));
    assert.equal(paths(table), 'b');
    assert.deepEqual(table.nearest(Float32Array.of(1, 0), 5), []);
  });
});

describe('unitVector', () => {
  it('has the length 1', () => assert.deepEqual(unitVector(Float32Array.of(0, 5)), Float32Array.of(0, 1)));

  for (const numbers of [[0, 0], [NaN, 1], [Infinity, 1], []]) {
    it(`is nothing for [${numbers.join(', ')}]`, () =>
      assert.equal(unitVector(Float32Array.from(numbers)), undefined));
  }
});

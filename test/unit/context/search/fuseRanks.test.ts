import assert from 'node:assert/strict';
import { fuseRanks, withoutOverlaps } from '../../../../src/context/search/fuseRanks';
import type { RepositoryHit } from '../../../../src/context/search/repositoryHit';

function hit(name: string, startLine = 1): RepositoryHit {
  return { path: name, startLine, endLine: startLine + 39, text: name, score: 1 };
}

const hits = (names: string): RepositoryHit[] => Array.from(names, (name) => hit(name));

describe('Fused rankings', () => {
  const cases: readonly (readonly [string, readonly string[], string])[] = [
    ['keep the order of a ranking that is alone', ['abc', ''], 'abc'],
    ['put what both rank ahead of what one ranks first', ['axy', 'bx'], 'xaby'],
    ['take turns where nothing is in common', ['ab', 'cd'], 'acbd'],
    ['are one ranking where both agree', ['abc', 'abc'], 'abc'],
    ['are empty where nothing was found', ['', ''], ''],
  ];
  for (const [what, rankings, expected] of cases) {
    it(what, () => {
      assert.equal(
        fuseRanks(rankings.map(hits))
          .map(({ path }) => path)
          .join(''),
        expected,
      );
    });
  }

  it('hold two pieces of one file apart', () => {
    assert.equal(fuseRanks([[hit('a', 1), hit('a', 33)], [hit('a', 33)]])[0]?.startLine, 33);
  });
});

describe('Hits without overlaps', () => {
  it('leave out a piece that shares lines with a better one, and stop at the most wanted', () => {
    const ranked = [hit('a', 33), hit('a', 1), hit('a', 97), hit('b', 1), hit('c', 1)];
    const taken = withoutOverlaps(ranked, 3).map(({ path, startLine }) => [path, startLine]);
    assert.deepEqual(taken, [
      ['a', 33],
      ['a', 97],
      ['b', 1],
    ]);
    assert.deepEqual(withoutOverlaps(ranked, 0), []);
  });
});

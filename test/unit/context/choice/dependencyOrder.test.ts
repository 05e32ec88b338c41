import assert from 'node:assert/strict';
import fc from 'fast-check';
import { inDependencyOrder } from '../../../../src/context/choice/dependencyOrder';

type Imports = Readonly<Record<string, readonly string[]>>;

function order(imports: Imports, paths: readonly string[] = Object.keys(imports)): string {
  return inDependencyOrder(paths, (path) => imports[path] ?? []).join(' ');
}

describe('the dependency order', () => {
  const table: readonly (readonly [string, Imports, string])[] = [
    ['nothing for nothing', {}, ''],
    ['what is imported before what imports it', { a: ['b'], b: ['c'], c: [] }, 'c b a'],
    ['files that do not import each other by path', { b: [], c: [], a: [] }, 'a b c'],
    ['connected files together', { a: ['z'], m: [], z: [] }, 'z a m'],
    ['a file that many import once, before all of them', { a: ['c'], b: ['c'], c: [] }, 'c a b'],
    ['a cycle from the file with the fewest imports', { a: ['b', 'c'], b: ['a'], c: [] }, 'c a b'],
    ['files outside the choice not at all', { a: ['elsewhere'] }, 'a'],
    ['a file that imports itself once', { a: ['a'] }, 'a'],
  ];
  for (const [what, imports, expected] of table) {
    it(`puts ${what}`, () => assert.equal(order(imports), expected));
  }

  const paths = ['a', 'b', 'c', 'd', 'e', 'f'];
  const graph = fc.record(
    Object.fromEntries(paths.map((path) => [path, fc.subarray(paths)])),
  ) as fc.Arbitrary<Imports>;

  it('is the same for the same set, in whatever order it comes, and holds each file once', () => {
    fc.assert(
      fc.property(graph, fc.shuffledSubarray(paths, { minLength: 6 }), (imports, shuffled) => {
        assert.equal(order(imports, shuffled), order(imports));
        assert.deepEqual(order(imports).split(' ').sort(), paths);
      }),
    );
  });

  it('never puts a file before one it imports where there are no cycles', () => {
    fc.assert(
      fc.property(graph, (any) => {
        const imports = Object.fromEntries(
          paths.map((path) => [path, (any[path] ?? []).filter((other) => other < path)]),
        );
        const ordered = order(imports).split(' ');
        for (const path of paths) {
          for (const other of imports[path] ?? []) assert.ok(ordered.indexOf(other) < ordered.indexOf(path));
        }
      }),
    );
  });
});

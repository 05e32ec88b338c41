import assert from 'node:assert/strict';
import type { Extent } from '../../../src/completion/extent';
import { limitToExtent } from '../../../src/completion/limitToExtent';

const cases: readonly (readonly [string, Extent, string, string])[] = [
  ['a line ends at its end', 'line', 'b;\nc;', 'b;'],
  ['a blank start is no line', 'line', '\n  b;\n  c;', '\n  b;'],
  ['a statement ends at its line', 'statement', 'b;\nc;', 'b;'],
  ['a statement holds on while brackets are open', 'statement', 'f(\n  b,\n);\nc;', 'f(\n  b,\n);'],
  ['a statement without its end is all there is', 'statement', 'f(\n  b,', 'f(\n  b,'],
  ['a brace does not hold a statement', 'statement', '(a) {\n  b\n}', '(a) {'],
  ['a brace in a bracket does', 'statement', 'f({\n  b\n});\nc', 'f({\n  b\n});'],
  ['brackets in strings do not count', 'statement', 'f("(");\nc;', 'f("(");'],
  ['a block is everything', 'block', 'a;\nb;', 'a;\nb;'],
];

const block = 'a;\n\nb;\nf(\n  c,\n);\nd;';
const blocks: readonly (readonly [number, string])[] = [
  [1, 'a;'],
  [2, 'a;\n\nb;'],
  [3, 'a;\n\nb;\nf(\n  c,\n);'],
  [6, block],
  [9, block],
];

describe('limitToExtent', () => {
  for (const [mostLines, expected] of blocks) {
    it(`shows ${mostLines} lines of a block, and what its brackets hold open`, () =>
      assert.equal(limitToExtent(block, 'block', mostLines), expected));
  }

  for (const [name, extent, text, expected] of cases) {
    it(name, () => assert.equal(limitToExtent(text, extent), expected));
  }
});

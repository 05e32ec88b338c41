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

describe('limitToExtent', () => {
  for (const [name, extent, text, expected] of cases) {
    it(name, () => assert.equal(limitToExtent(text, extent), expected));
  }
});

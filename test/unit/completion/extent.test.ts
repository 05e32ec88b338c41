import assert from 'node:assert/strict';
import { chooseExtent, type Extent } from '../../../src/completion/extent';
import { defaultSettings } from '../../../src/settings/settings';
import { target } from '../../support/markedText';

const cases: readonly (readonly [string, string, Extent])[] = [
  ['in the middle of a line', 'const a = ‸ + b;\n', 'line'],
  ['before auto-closed brackets', 'foo(‸);\n', 'statement'],
  ['at the end of a line', 'const a = ‸\n', 'statement'],
  ['behind a block opener', 'function f() {‸\n}\n', 'block'],
  ['behind a Python colon', 'def f(x):‸\n', 'block'],
  ['in an empty body', 'function f() {\n  ‸\n}\n', 'block'],
  ['in an empty Python body', 'def f(x):\n    ‸\n\ndef g():\n', 'block'],
  ['at the beginning of a body that has lines', 'function f() {\n  ‸\n  g();\n}\n', 'statement'],
  ['on a blank line between statements', 'a();\n‸\nb();\n', 'statement'],
  ['in an empty file', '‸', 'block'],
];

describe('chooseExtent', () => {
  const settings = defaultSettings.completion;
  for (const [name, marked, expected] of cases) {
    it(`${name}: ${expected}`, () => {
      assert.equal(chooseExtent({ target: target(marked), trigger: 'automatic' }, settings), expected);
    });
  }

  it('suggests a block when asked, but nothing beyond the line where text follows', () => {
    assert.equal(chooseExtent({ target: target('a = ‸\n'), trigger: 'invoked' }, settings), 'block');
    assert.equal(chooseExtent({ target: target('a = ‸ + b\n'), trigger: 'invoked' }, settings), 'line');
  });

  it('believes the grammar rather than the look of the lines', () => {
    const at = { target: target('f();\n‸\ng();\n'), trigger: 'automatic' } as const;
    const extents = (['empty-body', 'empty-list', 'body', 'list', 'doc', 'comment', 'string'] as const).map(
      (scope) => chooseExtent(at, settings, scope),
    );
    assert.deepEqual(extents, ['block', 'block', 'statement', 'statement', 'statement', 'line', 'line']);
    const note = { target: target('# note:‸\n'), trigger: 'automatic' } as const;
    assert.equal(chooseExtent(note, settings), 'block');
    assert.equal(chooseExtent(note, settings, 'comment'), 'line');
  });

  it('follows the setting', () => {
    const at = { target: target('function f() {\n  ‸\n}\n'), trigger: 'automatic' } as const;
    assert.equal(chooseExtent(at, { ...settings, multiline: 'never' }), 'line');
    assert.equal(
      chooseExtent({ ...at, target: target('a = ‸') }, { ...settings, multiline: 'always' }),
      'block',
    );
  });
});

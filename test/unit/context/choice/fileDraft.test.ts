import assert from 'node:assert/strict';
import type { KnownFile } from '../../../../src/context/candidates/knownFiles';
import { FileDraft } from '../../../../src/context/choice/fileDraft';

function file(text: string, language = 'typescript'): KnownFile {
  const lines = text.split('\n');
  return { path: 'a', language, lines, definitions: [], guessedTokens: Uint16Array.from(lines, () => 5) };
}

const typescript = file('function a() {\n  one();\n}\n// about b\nfunction b() {\n  two();\n}');

describe('a draft of a file', () => {
  const table: readonly (readonly [string, KnownFile, readonly number[], string])[] = [
    ['marks what is left out between two lines', typescript, [1, 3], 'function a() {\n  // ...\n}\n'],
    [
      'marks nothing between whole definitions',
      file('a() {\n}\nb() {\n}\nc() {\n}'),
      [1, 2, 5, 6],
      'a() {\n}\nc() {\n}\n',
    ],
    [
      'leaves comments and blank lines out without a mark',
      typescript,
      [3, 5],
      '}\nfunction b() {\n  // ...\n',
    ],
    ['marks a body that nothing closes', file('def a():\n    one()\n', 'python'), [1], 'def a():\n    ...\n'],
    ['begins with the first chosen line', typescript, [7], '}\n'],
    ['is empty without lines', typescript, [], ''],
  ];
  for (const [what, known, lines, expected] of table) {
    it(what, () => {
      const draft = new FileDraft(known);
      draft.keep(lines);
      assert.equal(draft.render(), expected);
    });
  }

  it('takes no line that the prompt shows anyway', () => {
    const draft = new FileDraft(typescript, { start: 1, end: 3 });
    assert.deepEqual(draft.missing([{ start: 2, end: 5 }]), [4, 5]);
    assert.equal(draft.guessedTokens([{ start: 2, end: 5 }]), 10);
  });

  it('is whole when nothing but blank lines is missing, and empty again when all is dropped', () => {
    const draft = new FileDraft(file('a\n\nb\n'));
    draft.keep([1, 3]);
    assert.ok(draft.isWhole);
    draft.drop([1, 3]);
    assert.ok(draft.isEmpty && !draft.isWhole);
  });
});

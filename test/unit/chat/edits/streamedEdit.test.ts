import assert from 'node:assert/strict';
import { editSoFar, finishedEdit } from '../../../../src/chat/edits/streamedEdit';

const target = { lines: ['a();', '  old1();', '  old2();', 'b();'], selection: { start: 1, end: 3 } };

describe('an edit while it is written', () => {
  it('is nothing before the first line of code is complete', () => {
    for (const answer of ['', 'Here it is:\n', '```ts\n', '```ts\n  new'])
      assert.equal(editSoFar(answer, target), undefined, answer);
  });

  it('takes the place of the selection line by line', () => {
    assert.deepEqual(editSoFar('```ts\n  new1();\n  ne', target), ['a();', '  new1();', '  old2();', 'b();']);
    assert.deepEqual(editSoFar('```ts\n  new1();\n  new2();\n  new3();\n', target), [
      'a();',
      '  new1();',
      '  new2();',
      '  new3();',
      'b();',
    ]);
  });
});

describe('an edit that is finished', () => {
  const code = (answer: string, finish: 'stop' | 'length' | 'cut-off'): string => {
    const proposal = finishedEdit(answer, target, finish);
    return proposal.kind === 'refused' ? proposal.refusal.code : proposal.lines.join('\n');
  };

  it('is the new text of the selection', () => {
    assert.equal(code('```ts\n  new();\n```', 'stop'), 'a();\n  new();\nb();');
    assert.equal(code('Sure!\n```ts\n  new();', 'stop'), 'a();\n  new();\nb();');
  });

  it('is refused where there is no code, half of it, or nothing new', () => {
    assert.equal(code('I would rename it.', 'stop'), 'no-code');
    assert.equal(code('', 'stop'), 'no-code');
    assert.equal(code('```ts\n  new();', 'length'), 'cut-short');
    assert.equal(code('```ts\n  new();', 'cut-off'), 'cut-short');
    assert.equal(code('```ts\n  old1();\n  old2();\n```', 'stop'), 'no-change');
  });
});

import assert from 'node:assert/strict';
import { commitQuestion, messageIn } from '../../../src/chat/commitMessage';
import type { FileChange } from '../../../src/chat/fileChanges';
import { estimateTokens } from '../../../src/prompt/estimateTokens';

const style = { recent: ['Add a thing', 'Mend another'], note: '' };

function change(path: string, lines: number): FileChange {
  const text = `diff --git a/${path} b/${path}\n${`+const x = 1; // ${path}\n`.repeat(lines)}`;
  return { path, text };
}

describe('the changes to describe', () => {
  it('are cut at the edges of files, and those left out are named', () => {
    const changes = [change('big.ts', 500), change('small.ts', 3), change('other.ts', 4)];
    const { text, leftOut } = commitQuestion(changes, 1_200, style);
    assert.deepEqual(leftOut, ['big.ts']);
    assert.ok(estimateTokens(text) <= 1_200);
    assert.match(text, /not shown: big\.ts/);
    assert.ok(text.indexOf('small.ts') < text.indexOf('other.ts'));
    assert.ok(!text.includes('// big.ts'));
  });

  it('come with the style of the latest commits and what the author has noted', () => {
    const { text } = commitQuestion([change('a.ts', 1)], 1_000, { ...style, note: 'fixes the race' });
    assert.match(text, /Add a thing\nMend another/);
    assert.match(text, /noted: fixes the race/);
  });

  it('are refused where none fits', () => {
    assert.throws(() => commitQuestion([change('big.ts', 500)], 500, style), /No changed file fits/);
  });
});

describe('the message in an answer', () => {
  const cases: readonly (readonly [answer: string, message: string])[] = [
    ['Add a parser\n\nIt reads.', 'Add a parser\n\nIt reads.'],
    ['```\nAdd a parser\n```', 'Add a parser'],
    ["Here's the commit message:\n\n```text\nAdd a parser\n\nIt reads.\n```\n", 'Add a parser\n\nIt reads.'],
    ['Commit message: Add a parser', 'Add a parser'],
    ['"Add a parser"', 'Add a parser'],
    ['**Add a parser**', 'Add a parser'],
    ['', ''],
  ];
  for (const [answer, message] of cases)
    it(`is ${JSON.stringify(message)} in ${JSON.stringify(answer)}`, () =>
      assert.equal(messageIn(answer), message));
});

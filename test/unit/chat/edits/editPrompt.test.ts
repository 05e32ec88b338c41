import assert from 'node:assert/strict';
import { editPrompt, type EditTask } from '../../../../src/chat/edits/editPrompt';
import { accessKey, privateKey } from '../../../support/secrets';
import { estimateTokens } from '../../../../src/prompt/estimateTokens';

const lines = Array.from({ length: 400 }, (_, index) => `const value${index} = compute(${index});`);
const task: EditTask = {
  instruction: 'Rename value200 to total.',
  path: 'src/values.ts',
  languageId: 'typescript',
  lines,
  selection: { start: 200, end: 202 },
};

describe('the question for an edit', () => {
  it('holds the lines, the instruction and the code around them', () => {
    const prompt = editPrompt(task, 100_000);
    for (const part of [
      'src/values.ts',
      'Rename value200',
      'value0 =',
      'value200 =',
      'value201 =',
      'value399 =',
    ])
      assert.ok(prompt.includes(part), part);
    assert.equal(prompt.split('value200 =').length, 2, 'The lines to change stand there once.');
  });

  it('keeps to the tokens there are, and leaves out what is farthest', () => {
    const prompt = editPrompt(task, 1_000);
    assert.ok(estimateTokens(prompt) <= 1_000);
    assert.ok(prompt.includes('value199 =') && prompt.includes('value202 ='));
    assert.ok(!prompt.includes('value0 =') && !prompt.includes('value399 ='));
  });

  it('masks the secrets of the code around', () => {
    const around = [`const key = '${accessKey}';`, 'const value = 1;', `const other = '${accessKey}';`];
    const prompt = editPrompt({ ...task, lines: around, selection: { start: 1, end: 2 } }, 1_000);
    assert.ok(!prompt.includes(accessKey));
    assert.equal(prompt.split(`'AKIA${'*'.repeat(16)}'`).length, 3);
  });

  it('is refused where the lines to change hold a secret, be it in part', () => {
    const withKey = ['const a = 1;', ...privateKey(4).split('\n'), 'const b = 1;'];
    for (const selection of [
      { start: 1, end: 8 },
      { start: 3, end: 4 },
    ])
      assert.throws(
        () => editPrompt({ ...task, lines: withKey, selection }, 1_000),
        /key or an access token/,
      );
    editPrompt({ ...task, lines: withKey, selection: { start: 0, end: 1 } }, 1_000);
  });

  it('is refused where the lines to change do not fit', () => {
    const all = { ...task, selection: { start: 0, end: lines.length } };
    assert.throws(() => editPrompt(all, 1_000), /too large/);
  });

  it('asks for new code where the place is empty', () => {
    const prompt = editPrompt(
      { ...task, lines: ['a();', '', 'b();'], selection: { start: 1, end: 2 } },
      1_000,
    );
    assert.match(prompt, /is empty: write what belongs there/);
  });

  it('uses a longer fence than the code has', () => {
    const markdown = ['# Title', '```ts', 'a();', '```'];
    const prompt = editPrompt({ ...task, lines: markdown, selection: { start: 0, end: 1 } }, 1_000);
    assert.match(prompt, /^````typescript$/m);
  });
});

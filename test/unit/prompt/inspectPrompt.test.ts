import assert from 'node:assert/strict';
import { columnsOf } from '../../../src/common/columns';
import { INSPECTOR_RULE, inspectPrompt } from '../../../src/prompt/inspectPrompt';
import fimPromptGrammar from '../../../syntaxes/fim-prompt.tmLanguage.json';
import type { FimPrompt } from '../../../src/prompt/fimPrompt';
import { assertNoEnglish, inChinese } from '../../support/chinese';
import { targetAt } from '../../support/targetAt';

const prompt: FimPrompt = {
  text: 'x'.repeat(1_000),
  stops: [],
  window: 16_384,
  tokens: { total: 400, context: 300, prefix: 60, suffix: 30, exact: true },
  headChars: 700,
  prefixChars: 8,
  suffixChars: 4,
  items: [
    {
      kind: 'file',
      path: 'src/a.ts',
      startLine: 1,
      endLine: 90,
      reason: 'open in a tab',
      tokens: 300,
      endChar: 600,
    },
  ],
};
const target = targetAt('one\ntwo\nthree\nfour', ';\nfive\nsix\n');

describe('inspectPrompt', () => {
  it('lists what a prompt holds, with lines, tokens, shares and reasons', () => {
    const [summary, , ...table] = inspectPrompt(prompt, target).split('\n');
    assert.match(summary ?? '', /^Fillwright prompt: 400 tokens of a window of 16,384, counted with/);
    assert.deepEqual(
      table.map((line) => line.split(/ {2,}/)),
      [
        ['Section', 'Lines', 'Tokens', 'Share', 'Cached', 'Why'],
        ['src/a.ts', '1–90', '300', '75.0 %', 'open in a tab'],
        ['src/target.ts, before the cursor', '3–4', '60', '15.0 %', 'what you wrote up to here'],
        ['src/target.ts, behind the cursor', '4–5', '30', '7.5 %', 'what must fit behind the completion'],
        ['FIM tokens and path line', '10', '2.5 %', 'the model’s format'],
        [INSPECTOR_RULE],
        [''],
      ],
    );
  });

  it('says what the host has cached, and what not', () => {
    const table = inspectPrompt(prompt, target, 650);
    assert.match(table, /75\.0 % {2}yes/);
    assert.match(table, /15\.0 % {2}no/);
    assert.match(table, /7\.5 % {2}no/);
    assert.match(inspectPrompt(prompt, target, 700), /15\.0 % {2}yes/);
  });

  it('speaks Chinese, in columns that line up and that the grammar knows', () => {
    const text = inChinese(() => inspectPrompt(prompt, target, 650));
    assertNoEnglish(text, ['open in a tab']);
    const [summary = '', , headings = '', ...rows] = text.split('\n');
    const end = (line: string, cell: string): number =>
      columnsOf(line.slice(0, line.indexOf(cell) + cell.length));
    assert.equal(end(headings, '占比'), end(rows[0] ?? '', '75.0 %'));
    assert.match(summary, new RegExp(fimPromptGrammar.repository.table.begin));
    assert.match(inspectPrompt(prompt, target), new RegExp(fimPromptGrammar.repository.table.begin));
  });

  it('says that secrets are masked', () => {
    assert.match(
      inspectPrompt({ ...prompt, maskedSecrets: 1 }, target),
      /like a key or an access token .* masked/,
    );
    const text = inspectPrompt({ ...prompt, maskedSecrets: 2 }, target);
    assert.match(text, /keys or access tokens in this file \(2\) is masked/);
    assert.doesNotMatch(inspectPrompt(prompt, target), /masked/);
    assertNoEnglish(
      inChinese(() => inspectPrompt({ ...prompt, maskedSecrets: 2 }, target)),
      ['open in a tab'],
    );
  });

  it('says when the counts are estimates', () => {
    assert.match(
      inspectPrompt({ ...prompt, tokens: { ...prompt.tokens, exact: false } }, target),
      /estimated/,
    );
  });

  it('counts lines where it does not know their numbers', () => {
    assert.match(inspectPrompt(prompt, { ...target, omittedBefore: 9 }), /before the cursor +2 lines/);
  });
});

import assert from 'node:assert/strict';
import { terminalCommand } from '../../../../src/chat/edits/terminalCommand';

describe('a command from an answer', () => {
  const runs: readonly (readonly [code: string, text: string])[] = [
    ['npm test\n', 'npm test'],
    ['$ npm test\n> fillwright@1 test\nok', 'npm test'],
    ['$ npm i\nadded 3 packages\n$ npm test', 'npm i\nnpm test'],
    ['cd a &&\n  make', 'cd a &&\n  make'],
  ];
  for (const [code, text] of runs)
    it(`runs ${JSON.stringify(text)} of ${JSON.stringify(code)}`, () =>
      assert.deepEqual(terminalCommand(code), { kind: 'command', text }));

  const refused: readonly (readonly [what: string, code: string, reason: string])[] = [
    ['nothing', ' \n', 'empty'],
    ['an escape sequence', 'ls \u001b[8m; rm -rf ~', 'control-characters'],
    ['text that runs backwards', 'echo \u202Ehi', 'control-characters'],
    ['what no dialog can show', 'a'.repeat(3_000), 'too-long'],
  ];
  for (const [what, code, reason] of refused)
    it(`is not run where it is ${what}`, () =>
      assert.deepEqual(terminalCommand(code), { kind: 'refused', reason }));
});

import assert from 'node:assert/strict';
import { answers, askedFor, matchingCommands, replaced } from '../../../src/webview/input/suggestions';

const cases: readonly { readonly text: string; readonly ask: unknown }[] = [
  { text: 'see @', ask: { text: '' } },
  { text: '@ca', ask: { text: 'ca' } },
  { text: 'see @file src/c', ask: { kind: 'file', text: 'src/c' } },
  { text: '@symbol ', ask: { kind: 'symbol', text: '' } },
  { text: 'me@example', ask: undefined },
  { text: '@cart and', ask: undefined },
  { text: '@other thing', ask: undefined },
];

describe('What stands before the cursor', () => {
  for (const { text, ask } of cases) {
    it(`asks for ${ask === undefined ? 'nothing' : 'a mention'}: ${text}`, () => {
      const found = askedFor(text, text.length);
      assert.deepEqual(found?.kind === 'mention' ? found.query : undefined, ask);
    });
  }

  it('asks for a command behind a slash at the very start only', () => {
    assert.deepEqual(askedFor('/fi', 3), { kind: 'command', at: { start: 0, end: 3 }, prefix: 'fi' });
    assert.equal(askedFor('/fix it', 7), undefined);
    assert.equal(askedFor('a /fix', 6), undefined);
  });

  it('counts only up to the cursor', () => {
    assert.deepEqual(askedFor('@ca rest', 3), {
      kind: 'mention',
      at: { start: 0, end: 3 },
      query: { text: 'ca' },
    });
  });

  it('is replaced by what was chosen, with the cursor behind it', () => {
    assert.deepEqual(replaced('see @ca now', { start: 4, end: 7 }, '@file '), {
      text: 'see @file  now',
      cursor: 10,
    });
  });

  it('finds commands by how they begin, in any case', () => {
    const command = { name: 'Fix', description: '', source: 'built-in' as const };
    assert.deepEqual(matchingCommands([command], 'fi'), [command]);
    assert.deepEqual(matchingCommands([command], 'x'), []);
  });
});

describe('Entries of the list', () => {
  it('answer what stands before the cursor, and nothing that was typed since or before', () => {
    const asked = { number: 2, query: { kind: 'file', text: 'ab' } } as const;
    assert.equal(answers(2, asked, { kind: 'file', text: 'ab' }), true);
    assert.equal(answers(1, asked, { kind: 'file', text: 'ab' }), false);
    assert.equal(answers(2, asked, { kind: 'file', text: 'abc' }), false);
    assert.equal(answers(2, asked, { text: 'ab' }), false);
    assert.equal(answers(0, undefined, { text: '' }), false);
  });
});

import assert from 'node:assert/strict';
import {
  keepsMostOfHead,
  missingShare,
  replanTokens,
  withMissing,
  withOldHead,
} from '../../../src/context/planOrder';
import type { ContextItem } from '../../../src/prompt/contextItem';

function item(path: string, text = path): ContextItem {
  return { kind: 'file', path, startLine: 1, endLine: 1, text, reason: 'test' };
}

function items(names: string): ContextItem[] {
  return names.split('').map((name) => item(name));
}

function names(list: readonly ContextItem[]): string {
  return list.map(({ path }) => path).join('');
}

describe('withOldHead', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['', 'abc', 'abc'],
    ['abc', 'cba', 'abc'],
    ['abc', 'dacb', 'abcd'],
    ['abc', 'ca', 'ac'],
    ['abc', 'bc', 'bc'],
    ['abcd', 'eabd', 'abed'],
  ];
  for (const [old, chosen, order] of cases) {
    it(`orders '${chosen}' after '${old}' as '${order}'`, () => {
      assert.equal(names(withOldHead(items(old), items(chosen))), order);
    });
  }

  it('takes an item with other text for another one', () => {
    assert.deepEqual(withOldHead([item('a', 'old')], [item('b'), item('a', 'new')]), [
      item('b'),
      item('a', 'new'),
    ]);
  });
});

describe('keepsMostOfHead', () => {
  const cases: readonly (readonly [string, string, boolean])[] = [
    ['', 'abc', true],
    ['abc', 'abcd', true],
    ['abcdefghij', 'abcdefghi', true],
    ['abcdefghij', 'abcdefghji', true],
    ['abcdefghij', 'abcdefg', false],
    ['abc', 'bca', false],
  ];
  for (const [old, next, keeps] of cases) {
    it(`is ${keeps} from '${old}' to '${next}'`, () => {
      assert.equal(keepsMostOfHead(items(old), items(next)), keeps);
    });
  }
});

describe('replanTokens', () => {
  const table: readonly (readonly [string, string, number])[] = [
    ['', 'ab', 2],
    ['ab', 'ab', 0],
    ['ab', 'abc', 1],
    ['abc', 'ab', 0],
    ['abc', 'axc', 2],
  ];
  for (const [old, next, expected] of table) {
    it(`is ${expected} from '${old}' to '${next}'`, () => {
      assert.equal(
        replanTokens(items(old), items(next), () => 1),
        expected,
      );
    });
  }
});

describe('withMissing', () => {
  const lines = (path: string, text: string): ContextItem => {
    return { kind: 'skeleton', path, startLine: 1, endLine: 9, text, reason: 'test' };
  };
  const roomy = { room: 100, tokensOf: (): number => 10 };

  it('adds only what mostly shows something else, as far as it fits', () => {
    const old = [lines('a', 'one\ntwo\n')];
    const more = lines('a', 'one\ntwo\nthree\n');
    const other = lines('b', 'four\n');
    assert.deepEqual(withMissing(old, [more, other], roomy), [...old, other]);
    assert.equal(withMissing(old, [more, other], { ...roomy, room: 9 }), old);
    assert.ok(missingShare(old, [more, other]) > 0.5 && missingShare(old, old) === 0);
  });
});

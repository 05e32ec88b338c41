import assert from 'node:assert/strict';
import { readScene, type CursorScene } from '../../../../src/context/candidates/cursorScene';
import { targetAt } from '../../../support/targetAt';

function scene(marked: string): CursorScene {
  const [prefix = '', suffix = ''] = marked.split('|');
  return readScene(targetAt(prefix, suffix), [], { prefixChars: prefix.length, suffixChars: suffix.length });
}

describe('the scene around the cursor', () => {
  const qualifiers: readonly (readonly [string, string | undefined, string])[] = [
    ['user.|', 'user', ''],
    ['user.na|me', 'user', 'na'],
    ['user?.na|', 'user', 'na'],
    ['ptr->fi|', 'ptr', 'fi'],
    ['Vec::new|', 'Vec', 'new'],
    ['make().th|', 'make', 'th'],
    ['user\n  .th|', 'user', 'th'],
    ['plain wor|', undefined, 'wor'],
  ];
  for (const [marked, qualifier, typed] of qualifiers) {
    it(`sees '${qualifier ?? 'nothing'}' before the dot in ${JSON.stringify(marked)}`, () => {
      const seen = scene(marked);
      assert.equal(seen.qualifier, qualifier);
      assert.equal(seen.typed, typed);
    });
  }

  const declarations: readonly (readonly [string, string])[] = [
    ['const user = new User(1);\nuser.|', 'User'],
    ['function f(user: User) {\n  user.|', 'User'],
    ['user := &models.User{}\nuser.|', 'User'],
    ['let user = User::new();\nuser.|', 'User'],
    ['List<String> user = x;\nuser.|', 'List'],
  ];
  for (const [marked, type] of declarations) {
    it(`takes ${type} for the type in ${JSON.stringify(marked)}`, () => {
      assert.equal(scene(marked).qualifierTypes[0], type);
    });
  }

  it('finds the headers of the blocks around the cursor, the innermost first', () => {
    const headers = scene('class A {\n  b(\n    c: C,\n  ): D {\n    if (c) {\n      |').headers;
    assert.deepEqual(headers, ['    if (c) {', '  b(\n    c: C,\n  ): D {', 'class A {']);
  });

  it('weighs names the more the nearer they stand', () => {
    const { near } = scene('far();\n\n\n\n\nclose();\n|');
    assert.ok((near.get('close') ?? 0) > (near.get('far') ?? 0));
  });

  it('knows which lines the prompt shows', () => {
    const seen = readScene(targetAt('1\n2\n3\n4', '\n5\n6'), [], { prefixChars: 3, suffixChars: 2 });
    assert.deepEqual([seen.cursorLine, seen.shownStartLine, seen.shownEndLine, seen.lineCount], [4, 3, 5, 6]);
  });
});

import assert from 'node:assert/strict';
import { silentLog } from '../../../../src/common/log';
import type { CursorScope } from '../../../../src/context/cursorScope';
import { createCursorScopes } from '../../../../src/context/parsing/cursorScopes';
import { createGrammarFiles, grammarFolders } from '../../../../src/node/grammarFiles';
import { fromRoot } from '../../../../tools/root';
import { target, typed } from '../../../support/markedText';

interface Case {
  readonly path: string;
  readonly marked: string;
  readonly scope: CursorScope | undefined;
}

const cases: readonly Case[] = [
  { path: 'a.ts', marked: 'function f()\n{\n  ‸\n}\n', scope: 'empty-body' },
  { path: 'a.ts', marked: 'function f() {\n  // later\n  ‸\n}\n', scope: 'empty-body' },
  { path: 'a.ts', marked: 'function f() {\n  ‸\n  g();\n}\n', scope: 'body' },
  { path: 'a.ts', marked: 'f(\n  ‸\n);\n', scope: 'empty-list' },
  { path: 'a.ts', marked: 'f(a, ‸)\n', scope: 'list' },
  { path: 'a.ts', marked: 'const a = {\n  b: 1,\n  ‸\n};\n', scope: 'list' },
  { path: 'a.ts', marked: "const a = 'some ‸text';\n", scope: 'string' },
  { path: 'a.ts', marked: 'const a = `some ${b.‸} text`;\n', scope: 'body' },
  { path: 'a.ts', marked: '// note: ‸\nf();\n', scope: 'comment' },
  { path: 'a.ts', marked: '/**\n * Adds ‸\n */\nfunction f() {}\n', scope: 'doc' },
  { path: 'a.ts', marked: 'class A {\n  ‸\n}\n', scope: 'empty-body' },
  { path: 'a.ts', marked: '‸', scope: 'empty-body' },
  { path: 'a.py', marked: 'def f(\n    a,\n):\n    ‸\n\ndef g():\n    pass\n', scope: 'empty-body' },
  { path: 'a.py', marked: 'def f():\n    """Adds."""\n    ‸\n', scope: 'empty-body' },
  { path: 'a.py', marked: 'def f():\n    """Adds ‸\n    """\n    return 1\n', scope: 'doc' },
  { path: 'a.py', marked: 'def f():\n    a = 1\n    ‸\n', scope: 'body' },
  { path: 'a.py', marked: 'f(a, ‸)\n', scope: 'list' },
  { path: 'a.py', marked: '# note: ‸\n', scope: 'comment' },
  { path: 'a.go', marked: 'package a\n\nfunc f() {\n\t‸\n}\n', scope: 'empty-body' },
  { path: 'a.go', marked: 'package a\n\nfunc f() {\n\tg(‸)\n}\n', scope: 'empty-list' },
  { path: 'a.rs', marked: 'fn f() {\n    ‸\n}\n', scope: 'empty-body' },
  { path: 'a.rs', marked: '/// Adds ‸\nfn f() {}\n', scope: 'doc' },
  { path: 'A.java', marked: 'class A {\n  void f() {\n    ‸\n  }\n}\n', scope: 'empty-body' },
  { path: 'a.cpp', marked: 'int f()\n{\n  g();\n  ‸\n}\n', scope: 'body' },
  { path: 'A.cs', marked: 'class A\n{\n  void F()\n  {\n    ‸\n  }\n}\n', scope: 'empty-body' },
  { path: 'a.php', marked: '<?php\nfunction f() {\n  ‸\n}\n', scope: 'empty-body' },
  { path: 'a.rb', marked: 'def f\n  g(1, ‸)\nend\n', scope: 'list' },
  { path: 'a.sh', marked: '# note ‸\n', scope: 'comment' },
  { path: 'a.txt', marked: 'some ‸text\n', scope: undefined },
];

describe('createCursorScopes', () => {
  const scopes = createCursorScopes(createGrammarFiles(grammarFolders(fromRoot())), silentLog);

  for (const { path, marked, scope } of cases) {
    it(`finds ${scope ?? 'nothing'} in ${path}: ${JSON.stringify(marked)}`, async () => {
      assert.equal(await scopes.at(target(marked, { path, uri: `file:///${path}` })), scope);
    });
  }

  it('reads on after keys, and after another file, as if it read all anew', async () => {
    const at = target('function f() {\n  ‸\n}\n', { path: 'a.ts', uri: 'file:///a.ts' });
    const anew = createCursorScopes(createGrammarFiles(grammarFolders(fromRoot())), silentLog);
    for (const text of ['', 'g', 'g(', 'g("', 'g("a', 'g("a")', 'g("a");\n  ']) {
      await scopes.at(target('def f():\n    ‸\n', { path: 'b.py', uri: 'file:///b.py' }));
      const place = typed(at, text);
      assert.equal(await scopes.at(place), await anew.at(place), text);
    }
  });

  it('says nothing of a part of a file', async () => {
    const part = { ...target('{\n  ‸\n}\n', { path: 'a.ts' }), omittedBefore: 10 };
    assert.equal(await scopes.at(part), undefined);
  });
});

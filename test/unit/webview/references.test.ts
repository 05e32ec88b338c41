import assert from 'node:assert/strict';
import {
  codeReference,
  fenceLanguage,
  fencePath,
  linkReference,
  pathAbove,
} from '../../../src/webview/markdown/references';

describe('What an answer refers to', () => {
  it('is a site only behind http or https', () => {
    assert.deepEqual(linkReference('https://a.example/b'), { kind: 'web', href: 'https://a.example/b' });
    const refused = [
      'command:x',
      'vscode://a',
      'javascript:1',
      ' javascript:1',
      'file:///etc/passwd',
      'data:,x',
      'mailto:a@b',
      'http:',
      'blob:x',
    ];
    for (const href of refused) assert.equal(linkReference(href), undefined, href);
  });

  it('is a file with the line behind a colon or a hash', () => {
    assert.deepEqual(linkReference('src/a.ts:3'), { kind: 'file', path: 'src/a.ts', line: 3 });
    assert.deepEqual(linkReference('my%20dir/a.ts#L3-L9'), { kind: 'file', path: 'my dir/a.ts', line: 3 });
    assert.deepEqual(codeReference('a.py:3:7'), { kind: 'file', path: 'a.py', line: 3 });
  });

  it('is a symbol where code is an identifier that no word of English is', () => {
    assert.deepEqual(codeReference('takeNext'), { kind: 'symbol', name: 'takeNext' });
    assert.deepEqual(codeReference('run()'), { kind: 'symbol', name: 'run' });
    for (const code of ['run', 'a + b', '1', '', '"x_y"', 'npm run test'])
      assert.equal(codeReference(code), undefined, code);
  });
});

describe('A fenced code block', () => {
  it('names its language', () => {
    for (const info of ['ts', 'TS src/a.ts', 'ts:src/a.ts', 'ts {1,2}', 'ts title="src/a.ts"'])
      assert.equal(fenceLanguage(info), 'ts', info);
    assert.equal(fenceLanguage(''), '');
  });

  it('may name its file behind the language', () => {
    for (const info of ['ts src/a.ts', 'ts:src/a.ts', 'ts title="src/a.ts"', 'ts filename=src/a.ts'])
      assert.equal(fencePath(info), 'src/a.ts', info);
    for (const info of ['ts', '', 'ts {1,2}', 'bash session']) assert.equal(fencePath(info), undefined, info);
  });

  it('may have its file named in the line above', () => {
    for (const line of [
      '**`src/a.ts`**',
      'src/a.ts:',
      'Some text.\n`src/a.ts`:',
      '### src/a.ts',
      'File: src/a.ts',
    ])
      assert.equal(pathAbove(line), 'src/a.ts', line);
    for (const line of ['Change `src/a.ts` like this:', 'Then:', ''])
      assert.equal(pathAbove(line), undefined, line);
  });
});

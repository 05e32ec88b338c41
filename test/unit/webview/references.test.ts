import assert from 'node:assert/strict';
import { codeReference, linkReference } from '../../../src/webview/markdown/references';

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

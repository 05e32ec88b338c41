import assert from 'node:assert/strict';
import fc from 'fast-check';
import { placesInWorkspace, type WorkspaceRoot } from '../../../../src/chat/edits/workspacePath';

const app: WorkspaceRoot = { name: 'app', path: '/home/me/app' };
const lib: WorkspaceRoot = { name: 'lib', path: '/home/me/lib' };
const windows: WorkspaceRoot = { name: 'app', path: 'C:/me/app' };

function places(path: string, ...roots: WorkspaceRoot[]): string[] {
  return placesInWorkspace(path, roots).map(({ root, path: below }) => `${root.name}: ${below}`);
}

describe('a path from an answer', () => {
  it('is a place below the workspace folder', () => {
    assert.deepEqual(places('src/a.ts', app), ['app: src/a.ts']);
    assert.deepEqual(places('./src//b/../a.ts', app), ['app: src/a.ts']);
    assert.deepEqual(places('src\\a.ts', app), ['app: src/a.ts']);
  });

  it('may begin with the name of a folder', () => {
    assert.deepEqual(places('lib/a.ts', app, lib), ['lib: a.ts', 'app: lib/a.ts', 'lib: lib/a.ts']);
  });

  it('may be absolute as long as it stays inside', () => {
    assert.deepEqual(places('/home/me/app/src/a.ts', app, lib), ['app: src/a.ts']);
    assert.deepEqual(places('c:\\ME\\app\\src\\a.ts', windows), ['app: src/a.ts']);
  });

  for (const path of [
    '../a.ts',
    'src/../../a.ts',
    '/etc/passwd',
    '/home/me/application/a.ts',
    '/home/me/app/../secret',
    '/home/me/app',
    'C:\\Windows\\win.ini',
    '\\\\server\\share\\a.ts',
    '//server/share/a.ts',
    '~/.ssh/id_rsa',
    'src/a\u0000.ts',
    'src/a\n.ts',
    '.',
    '',
  ]) {
    it(`is refused where it is ${JSON.stringify(path)}`, () => assert.deepEqual(places(path, app, lib), []));
  }

  it('never leads out of the workspace, whatever it is made of', () => {
    const part = fc.constantFrom('..', '.', '', 'src', 'a.ts', '/', '\\', '~', 'C:', 'app');
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), fc.constantFrom('/', '\\'), (parts, slash) => {
        for (const { path } of placesInWorkspace(parts.join(slash), [app, lib])) {
          assert.ok(!path.startsWith('/') && !path.split('/').includes('..'), path);
        }
      }),
    );
  });
});

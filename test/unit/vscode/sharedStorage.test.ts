import assert from 'node:assert/strict';
import { sharedStorage } from '../../../src/vscode/sharedStorage';

describe('sharedStorage', () => {
  const cases: readonly (readonly [what: string, given: string, shared: string])[] = [
    ['the first window', '/u/workspaceStorage/0f3a/me.fillwright', '/u/workspaceStorage/0f3a/me.fillwright'],
    ['a second one', '/u/workspaceStorage/0f3a-1/me.fillwright', '/u/workspaceStorage/0f3a/me.fillwright'],
    ['one on Windows', 'C:\\u-1\\storage\\0f3a-9\\me.fillwright', 'C:\\u-1\\storage\\0f3a\\me.fillwright'],
    ['one without a folder', '/u/globalStorage/me.fillwright', '/u/globalStorage/me.fillwright'],
    [
      'an extension with a number',
      '/u/workspaceStorage/0f3a/me.fill-2',
      '/u/workspaceStorage/0f3a/me.fill-2',
    ],
  ];
  for (const [what, given, shared] of cases) {
    it(`is one folder for all windows: that of ${what}`, () => assert.equal(sharedStorage(given), shared));
  }
});

import assert from 'node:assert/strict';
import { findFolders } from '../../../../src/context/search/namesAndPaths';
import { createTestWorkspace, openTestIndex } from '../../../support/testWorkspace';

describe('folders by what was typed', () => {
  it('are those of the index with files in them, however deep, and nothing that is ignored', async () => {
    const workspace = createTestWorkspace({ '.gitignore': 'built/\n' });
    for (const file of ['src/deep/part/a.ts', 'Srv/b.ts', 'built/src/c.ts', 'node_modules/src/d.ts', 'e.ts'])
      workspace.write(file, 'let x = 1;');
    const index = await openTestIndex(workspace.root);
    assert.deepEqual(findFolders(index, '', 9), ['Srv', 'src', 'src/deep', 'src/deep/part']);
    assert.deepEqual(findFolders(index, 'SR', 2), ['Srv', 'src']);
    assert.deepEqual(findFolders(index, 'part', 9), ['src/deep/part']);
    index.dispose();
    workspace.dispose();
  });
});

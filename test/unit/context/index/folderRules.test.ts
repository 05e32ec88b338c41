import assert from 'node:assert/strict';
import path from 'node:path';
import { filesBelow, isIgnoredIn } from '../../../../src/context/index/folderRules';
import { nodeWorkspaceFiles } from '../../../../src/node/workspaceFiles';
import { createTestWorkspace, openTestIndex, pathsOf } from '../../../support/testWorkspace';

interface RuleCase {
  readonly says: string;
  readonly files: Readonly<Record<string, string>>;
  readonly excludes?: readonly string[];
  /** The part of the tree that is opened as a workspace; all of it where nothing is said. */
  readonly opened?: string;
  /** Relative to what is opened. */
  readonly ignored: readonly string[];
  readonly kept: readonly string[];
}

const cases: readonly RuleCase[] = [
  {
    says: 'ignore files of the folder itself',
    files: { '.gitignore': 'generated/\n', '.fillwrightignore': 'private.ts\n' },
    ignored: ['generated/a.ts', 'deep/generated/a.ts', 'private.ts'],
    kept: ['a.ts', 'generator/a.ts'],
  },
  {
    says: 'the ignore file of the repository around the workspace folder',
    files: { '.git/HEAD': '', '.gitignore': '/app/built/\n*.tmp.ts\n/other.ts\n' },
    opened: 'app',
    ignored: ['built/a.ts', 'b.tmp.ts', 'deep/c.tmp.ts'],
    kept: ['a.ts', 'other.ts'],
  },
  {
    says: "the repository's own list of excludes",
    files: { '.git/info/exclude': 'mine.ts\n' },
    opened: 'deep/app',
    ignored: ['mine.ts', 'deep/mine.ts'],
    kept: ['a.ts'],
  },
  {
    says: 'a folder above that is in no repository, which has no say',
    files: { '.gitignore': 'a.ts\n' },
    opened: 'app',
    ignored: [],
    kept: ['a.ts'],
  },
  {
    says: 'a repository within another, which listens to nobody outside',
    files: { '.git/HEAD': '', '.gitignore': 'a.ts\n', 'inner/.git/HEAD': '' },
    opened: 'inner/app',
    ignored: [],
    kept: ['a.ts'],
  },
  {
    says: 'an ignored folder that is opened as a workspace, where the file that ignores it has no say',
    files: { '.git/HEAD': '', '.gitignore': 'built/\n' },
    opened: 'built',
    ignored: [],
    kept: ['a.ts', 'built/a.ts'],
  },
  {
    says: 'alternatives in an exclude of the editor',
    files: {},
    excludes: ['**/*.{gen,tmp}.ts', '{built,temp}', '**/{old,new}/**'],
    ignored: ['a.gen.ts', 'deep/a.tmp.ts', 'built/a.ts', 'temp/a.ts', 'deep/old/a.ts'],
    kept: ['a.ts', 'deep/built/a.ts', 'older/a.ts'],
  },
  {
    says: 'an exclude that matches from the top of the folder only',
    files: {},
    excludes: ['built', '**/out'],
    ignored: ['built/a.ts', 'out/a.ts', 'deep/out/a.ts'],
    kept: ['deep/built/a.ts'],
  },
  {
    says: 'a file that a deeper ignore file takes back',
    files: { '.gitignore': '*.gen.ts\n', 'deep/.gitignore': '!kept.gen.ts\n' },
    ignored: ['kept.gen.ts', 'deep/other.gen.ts'],
    kept: ['deep/kept.gen.ts', 'deep/below/kept.gen.ts'],
  },
  {
    says: 'a file that cannot be taken back out of an ignored folder',
    files: { '.gitignore': 'built/\n', 'built/.gitignore': '!kept.ts\n' },
    ignored: ['built/kept.ts', 'built/deep/kept.ts'],
    kept: ['kept.ts'],
  },
  {
    says: 'a folder that is taken back by the line after',
    files: { '.gitignore': '/built/*\n!/built/kept/\n' },
    ignored: ['built/a.ts', 'built/other/a.ts'],
    kept: ['built/kept/a.ts'],
  },
  {
    says: 'what the editor excludes and an ignore file takes back',
    files: { '.fillwrightignore': '!kept.gen.ts\n' },
    excludes: ['**/*.gen.ts'],
    ignored: ['a.gen.ts'],
    kept: ['kept.gen.ts'],
  },
  {
    says: 'installed packages and environments',
    files: { 'env/pyvenv.cfg': '', 'pyvenv.cfg': '' },
    ignored: ['node_modules/pkg/a.ts', 'deep/__pycache__/a.ts', 'env/lib/a.ts'],
    kept: ['environment/a.ts'],
  },
];

describe('the rules for one file', () => {
  for (const { says, files, excludes = [], opened = '', ignored, kept } of cases) {
    it(`are those of the index: ${says}`, async () => {
      const workspace = createTestWorkspace(files);
      for (const file of [...ignored, ...kept]) workspace.write(path.posix.join(opened, file), 'x');
      const root = path.posix.join(workspace.root, opened).replace(/\/$/, '');
      const found: string[] = [];
      for (const file of [...ignored, ...kept]) {
        const folder = { root, excludeGlobs: excludes };
        if (!(await isIgnoredIn(folder, file, nodeWorkspaceFiles))) found.push(file);
      }
      assert.deepEqual(found, kept);
      const below = await filesBelow({ root, excludeGlobs: excludes }, '', nodeWorkspaceFiles, 1_000);
      assert.deepEqual(
        [...ignored, ...kept].filter((file) => below.includes(file)),
        kept,
      );
      const index = await openTestIndex(root, { scope: { excludeGlobs: excludes } });
      assert.deepEqual([...pathsOf(index)].sort(), [...kept].sort());
      index.dispose();
      workspace.dispose();
    });
  }

  it('hold for the files of a folder, of which installed packages take up none that are listed', async () => {
    const workspace = createTestWorkspace({ '.gitignore': 'built/\n', 'app/.gitignore': '*.log\n' });
    for (let count = 0; count < 20; count += 1) workspace.write(`app/node_modules/pkg/${count}.ts`, 'x');
    for (const file of ['app/built/a.ts', 'app/x.log', 'app/deep/b.ts', 'app/a.ts', 'other.ts'])
      workspace.write(file, 'x');
    const folder = { root: workspace.root, excludeGlobs: [] };
    const list = (directory: string, most: number): Promise<readonly string[]> =>
      filesBelow(folder, directory, nodeWorkspaceFiles, most);
    assert.deepEqual([...(await list('app', 10))].sort(), ['app/.gitignore', 'app/a.ts', 'app/deep/b.ts']);
    assert.equal((await list('app', 2)).includes('app/deep/b.ts'), false);
    assert.deepEqual(await list('app/built', 10), []);
    workspace.dispose();
  });

  it('hold for a file that is not there yet', async () => {
    const workspace = createTestWorkspace({ '.gitignore': 'generated/\n' });
    const folder = { root: workspace.root, excludeGlobs: [] };
    assert.equal(await isIgnoredIn(folder, 'generated/deep/new.ts', nodeWorkspaceFiles), true);
    assert.equal(await isIgnoredIn(folder, 'new/new.ts', nodeWorkspaceFiles), false);
    workspace.dispose();
  });
});

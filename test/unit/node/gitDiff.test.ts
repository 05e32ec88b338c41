import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { changesByFile } from '../../../src/chat/fileChanges';
import { uncommittedChanges } from '../../../src/node/gitDiff';

describe('what is not committed', () => {
  const never = new AbortController().signal;
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'fillwright-diff-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function write(name: string, text: string): void {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }

  function git(...args: readonly string[]): void {
    const identity = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org'];
    execFileSync('git', [...identity, ...args], { cwd: folder, stdio: 'ignore' });
  }

  function commitAll(): void {
    git('init');
    git('add', '-A');
    git('commit', '-m', 'Begin');
  }

  it('is read the same way, whatever is configured for diffs', async () => {
    write('src/café.ts', 'one\n');
    write('.env', 'A=1\nB=2\nC=3\nD=4\n');
    write('secret.enc', 'sealed\n');
    write('.gitattributes', '*.enc diff=open\n');
    commitAll();
    git('config', 'diff.mnemonicPrefix', 'true');
    git('config', 'diff.noprefix', 'true');
    git('config', 'diff.renames', 'false');
    git('config', 'color.ui', 'always');
    git('config', 'diff.open.textconv', 'echo opened; cat');
    write('src/café.ts', 'two\n');
    write('secret.enc', 'sealed again\n');
    renameSync(path.join(folder, '.env'), path.join(folder, 'settings.txt'));
    git('add', '-A');
    const changes = changesByFile((await uncommittedChanges(folder, never))?.patch ?? '');
    assert.deepEqual(
      changes.map(({ path: file, from }) => [file, from]),
      [
        ['secret.enc', undefined],
        ['settings.txt', '.env'],
        ['src/café.ts', undefined],
      ],
    );
    assert.ok(!changes.some(({ text }) => text.includes('opened')));
  });

  it('has untracked files, but not those that git ignores, and paths from the folder that is asked for', async () => {
    write('app/a.ts', 'one\n');
    write('.gitignore', 'built\n');
    commitAll();
    write('app/a.ts', 'two\n');
    write('app/new file.ts', 'x\n');
    write('app/built/b.js', 'x\n');
    write('other.ts', 'x\n');
    const found = await uncommittedChanges(path.join(folder, 'app'), never);
    assert.deepEqual(found?.changed, ['a.ts']);
    assert.deepEqual(found.untracked, ['new file.ts']);
  });

  it('ends ahead of the file that makes it too large, which is named', async () => {
    for (const name of ['a.ts', 'b.ts', 'c.ts']) write(name, 'one\n');
    commitAll();
    write('a.ts', 'two\n');
    write('b.ts', 'long line\n'.repeat(200));
    write('c.ts', 'two\n');
    const found = await uncommittedChanges(folder, never, 1_000);
    assert.deepEqual(
      changesByFile(found?.patch ?? '').map(({ path: file }) => file),
      ['a.ts'],
    );
    assert.deepEqual(found?.changed, ['a.ts', 'b.ts', 'c.ts']);
  });

  it('is told before the first commit, and is nothing where there is no repository', async () => {
    write('a.ts', 'one\n');
    assert.equal(await uncommittedChanges(folder, never), undefined);
    git('init');
    git('add', 'a.ts');
    assert.deepEqual((await uncommittedChanges(folder, never))?.changed, ['a.ts']);
  });
});

import assert from 'node:assert/strict';
import type { AttachmentPorts, GitChanges } from '../../../../src/chat/attachments/attachmentPorts';
import type { ResolvedAttachment } from '../../../../src/chat/attachments/attachmentResolver';
import { diffAttachment } from '../../../../src/chat/attachments/diffAttachment';

describe('the changes that are attached', () => {
  const never = new AbortController().signal;
  let files: Map<string, string | Uint8Array>;
  let ignored: Set<string>;

  beforeEach(() => {
    files = new Map();
    ignored = new Set();
  });

  function change(path: string, line: string): string {
    return `diff --git a/${path} b/${path}\n--- a/${path}\n+++ b/${path}\n@@ -1 +1 @@\n+${line}\n`;
  }

  function attached(
    folders: readonly (Partial<GitChanges> & { readonly prefix?: string })[],
    budgetTokens = 1_000,
  ): Promise<ResolvedAttachment> {
    const ports = {
      isIgnored: (path: string) => Promise.resolve(ignored.has(path)),
      find: (path: string) =>
        Promise.resolve(
          files.has(path) ? { path, isFolder: false, sizeBytes: 1, isIgnored: ignored.has(path) } : undefined,
        ),
      read: (path: string) => Promise.resolve(files.get(path)),
      changes: () =>
        Promise.resolve(
          folders.map((folder) => ({ prefix: '', patch: '', changed: [], untracked: [], ...folder })),
        ),
    } as Partial<AttachmentPorts> as AttachmentPorts;
    return diffAttachment(
      { kind: 'diff' },
      { ports, purpose: { question: '', budgetTokens }, signal: never },
    );
  }

  it('leave out files that hold secrets, by name or contents, changed or new', async () => {
    files
      .set('notes.txt', `see ghp_${'a'.repeat(36)}`)
      .set('.env.local', 'A=mine')
      .set('key.txt', 'A=other');
    ignored.add('key.txt');
    const patch =
      change('.env', 'A=hidden') + change('notes.txt', 'hidden too') + change('src/a.ts', 'const a = 1;');
    const { text, shown } = await attached([{ patch, untracked: ['.env.local', 'key.txt'] }]);
    assert.equal(text, change('src/a.ts', 'const a = 1;').trimEnd());
    assert.equal(shown.detail, '1 of 1 files, 4 kept back as secret or ignored');
  });

  it('leave out a deleted file that was ignored', async () => {
    ignored.add('private/a.ts');
    const { text } = await attached([
      { patch: change('private/a.ts', 'mine') + change('b.ts', 'let b = 2;') },
    ]);
    assert.ok(text?.includes('let b') && !text.includes('mine'), text);
  });

  it('are refused where nothing else has changed', async () => {
    const { text, shown } = await attached([{ patch: change('.env', 'A=hidden') }]);
    assert.equal(text, undefined);
    assert.equal(shown.problem?.code, 'secret');
  });

  it('hold untracked files as new ones', async () => {
    files.set('src/new.ts', 'one\ntwo\n').set('pic.png', new Uint8Array([1, 0, 2]));
    const { text, shown } = await attached([{ untracked: ['src/new.ts', 'pic.png'] }]);
    assert.equal(
      text,
      'diff --git a/src/new.ts b/src/new.ts\nnew file, untracked\n--- /dev/null\n+++ b/src/new.ts\n@@ -0,0 +1,2 @@\n+one\n+two\n\nNot shown, for they are no text or too large:\npic.png',
    );
    assert.equal(shown.detail, '1 of 2 files');
  });

  it('name what does not fit, and what git gave the name of alone', async () => {
    const patch = change('big.ts', 'word '.repeat(3_000)) + change('small.ts', 'x');
    const { text, shown } = await attached([{ patch, changed: ['big.ts', 'small.ts', 'huge.ts', '.env'] }]);
    assert.match(text ?? '', /\+x\n\nNot shown, for want of room:\nbig\.ts\nhuge\.ts$/);
    assert.equal(shown.detail, '1 of 3 files, 1 kept back as secret or ignored');
  });

  it('say which folder of the workspace they are in', async () => {
    const { text } = await attached([
      { prefix: 'app/', patch: change('a.ts', '1') },
      { prefix: 'lib/', patch: change('a.ts', '2') },
    ]);
    assert.match(text ?? '', /^In app\/\ndiff [^]*\+1\n\nIn lib\/\ndiff [^]*\+2$/);
  });
});

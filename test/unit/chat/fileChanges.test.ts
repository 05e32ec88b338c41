import assert from 'node:assert/strict';
import { changesByFile, isSecretChange, withoutSecrets } from '../../../src/chat/fileChanges';

const diff = `diff --git a/src/a.ts b/src/a.ts
index 1..2 100644
--- a/src/a.ts
+++ b/src/a.ts
@@ -1 +1 @@
-a
+b
diff --git a/gone.ts b/gone.ts
deleted file mode 100644
--- a/gone.ts
+++ /dev/null
@@ -1 +0,0 @@
-x
diff --git a/old name.ts b/new name.ts
similarity index 100%
rename from old name.ts
rename to new name.ts
diff --git a/.env b/.env
--- a/.env
+++ b/.env
@@ -1 +1 @@
-KEY=1
+KEY=2
diff --git a/pic.png b/pic.png
Binary files a/pic.png and b/pic.png differ
`;

describe('the changes of a diff', () => {
  it('are told apart by file, renamed, deleted and binary ones too', () => {
    assert.deepEqual(
      changesByFile(diff).map(({ path }) => path),
      ['src/a.ts', 'gone.ts', 'new name.ts', '.env', 'pic.png'],
    );
    assert.deepEqual(changesByFile(''), []);
  });

  it('leave out files with secrets', () => {
    const key = `diff --git a/k.ts b/k.ts\n+++ b/k.ts\n+const t = "ghp_${'a'.repeat(36)}";\n`;
    const paths = withoutSecrets(changesByFile(diff + key)).map(({ path }) => path);
    assert.ok(!paths.includes('.env') && !paths.includes('k.ts'), paths.join());
  });

  const paths: readonly (readonly [says: string, diff: string, path: string])[] = [
    ['as diff.mnemonicPrefix writes it', 'diff --git i/b.ts w/b.ts\n--- i/b.ts\n+++ w/b.ts', 'b.ts'],
    ['as diff.noprefix writes it', 'diff --git src/b.ts src/b.ts\n--- src/b.ts\n+++ src/b.ts', 'src/b.ts'],
    ['that git quotes', String.raw`diff --git "a/caf\303\251 \"x\"" "b/caf\303\251 \"x\""`, 'café "x"'],
    ['with spaces', 'diff --git a/my file b/my file\n--- a/my file\t\n+++ b/my file\t', 'my file'],
    ['of a binary file with spaces', 'diff --git a/a b/a.png b/a b/a.png\nBinary files differ', 'a b/a.png'],
    ['of a merge that is under way', 'diff --cc src/b.ts\nindex 1,2..3', 'src/b.ts'],
  ];
  for (const [says, text, path] of paths) {
    it(`know a path ${says}`, () => {
      assert.deepEqual(
        changesByFile(text).map((change) => change.path),
        [path],
      );
    });
  }

  const key = ['-----BEGIN', 'PRIVATE', 'KEY-----'].join(' ');
  const secrets: readonly (readonly [says: string, diff: string])[] = [
    [
      'whose sides are named otherwise',
      'diff --git i/.env w/.env\n--- i/.env\n+++ w/.env\n@@ -1 +1 @@\n+A=1',
    ],
    ['whose sides are not named', 'diff --git .env .env\n--- .env\n+++ .env\n@@ -1 +1 @@\n+A=1'],
    [
      'that is renamed to something harmless',
      'diff --git a/.env b/settings.txt\nrename from .env\nrename to settings.txt\n--- a/.env\n+++ b/settings.txt\n@@ -1 +1 @@\n+A=1',
    ],
    ['whose name is quoted', String.raw`diff --git "a/caf\303\251/.env" "b/caf\303\251/.env"`],
    ['with a key that was deleted', `diff --git a/k.txt b/k.txt\n@@ -1,2 +0,0 @@\n-${key}\n-MIIEvQIBADAN`],
    ['with a key that was added', `diff --git a/k.txt b/k.txt\n@@ -0,0 +1,2 @@\n+${key}\n+MIIEvQIBADAN`],
    ['whose path can not be read', 'diff --git \n@@ -1 +1 @@\n+A=1'],
  ];
  for (const [says, text] of secrets) {
    it(`are secret for a file ${says}`, () => {
      const [change] = changesByFile(text);
      assert.ok(change !== undefined && isSecretChange(change));
    });
  }

  it('stay with their file, whatever line ends stand in them', () => {
    const text =
      'diff --git a/.env b/.env\n--- a/.env\n+++ b/.env\n@@ -1 +1 @@\n+A=1\rdiff --git a/x.ts b/x.ts\r+B=2';
    assert.deepEqual(
      changesByFile(text).map(({ path }) => path),
      ['.env'],
    );
  });
});

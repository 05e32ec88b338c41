import assert from 'node:assert/strict';
import {
  changesByFile,
  commitQuestion,
  messageIn,
  withoutSecrets,
  type FileChange,
} from '../../../src/chat/commitMessage';
import { estimateTokens } from '../../../src/prompt/estimateTokens';

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

const style = { recent: ['Add a thing', 'Mend another'], note: '' };

function change(path: string, lines: number): FileChange {
  const text = `diff --git a/${path} b/${path}\n${`+const x = 1; // ${path}\n`.repeat(lines)}`;
  return { path, text };
}

describe('the changes to describe', () => {
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

  it('are cut at the edges of files, and those left out are named', () => {
    const changes = [change('big.ts', 500), change('small.ts', 3), change('other.ts', 4)];
    const { text, leftOut } = commitQuestion(changes, 1_200, style);
    assert.deepEqual(leftOut, ['big.ts']);
    assert.ok(estimateTokens(text) <= 1_200);
    assert.match(text, /not shown: big\.ts/);
    assert.ok(text.indexOf('small.ts') < text.indexOf('other.ts'));
    assert.ok(!text.includes('// big.ts'));
  });

  it('come with the style of the latest commits and what the author has noted', () => {
    const { text } = commitQuestion([change('a.ts', 1)], 1_000, { ...style, note: 'fixes the race' });
    assert.match(text, /Add a thing\nMend another/);
    assert.match(text, /noted: fixes the race/);
  });

  it('are refused where none fits', () => {
    assert.throws(() => commitQuestion([change('big.ts', 500)], 500, style), /No changed file fits/);
  });
});

describe('the message in an answer', () => {
  const cases: readonly (readonly [answer: string, message: string])[] = [
    ['Add a parser\n\nIt reads.', 'Add a parser\n\nIt reads.'],
    ['```\nAdd a parser\n```', 'Add a parser'],
    ["Here's the commit message:\n\n```text\nAdd a parser\n\nIt reads.\n```\n", 'Add a parser\n\nIt reads.'],
    ['Commit message: Add a parser', 'Add a parser'],
    ['"Add a parser"', 'Add a parser'],
    ['**Add a parser**', 'Add a parser'],
    ['', ''],
  ];
  for (const [answer, message] of cases)
    it(`is ${JSON.stringify(message)} in ${JSON.stringify(answer)}`, () =>
      assert.equal(messageIn(answer), message));
});

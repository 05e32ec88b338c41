import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createTwoFilesPatch } from 'diff';
import { applyDiff } from '../../../../src/chat/edits/applyDiff';
import { splitLines } from '../../../../src/chat/edits/hunks';

const document = `import { a } from './a';

export function one(): number {
  const value = a();
  return value;
}

export function two(): number {
  const value = a();
  return value * 2;
}
`;

const twoChanged = document.replace('value * 2', 'value + value');

/** Diff, and the document afterwards or the code of why not. */
const cases: readonly (readonly [it: string, diff: string, gives: string])[] = [
  [
    'with right numbers',
    `--- a/x.ts
+++ b/x.ts
@@ -8,4 +8,4 @@
 export function two(): number {
   const value = a();
-  return value * 2;
+  return value + value;
 }`,
    twoChanged,
  ],
  [
    'with wrong numbers and counts',
    `@@ -1,99 +300,2 @@ export
   const value = a();
-  return value * 2;
+  return value + value;`,
    twoChanged,
  ],
  ['without numbers', `@@ ... @@\n-  return value * 2;\n+  return value + value;`, twoChanged],
  ['without any header', `-  return value * 2;\n+  return value + value;`, twoChanged],
  [
    'with the leading blank of its context lost',
    `@@ -8,4 +8,4 @@\nexport function two(): number {\n  const value = a();\n-  return value * 2;\n+  return value + value;\n}`,
    twoChanged,
  ],
  [
    'with other blanks than the document, keeping its own',
    `@@ @@\n-return   value * 2;\n+return value + value;\n }`,
    twoChanged,
  ],
  [
    'with two hunks whose context overlaps',
    `@@ @@\n export function one(): number {\n-  const value = a();\n+  const first = a();\n   return value;\n }\n@@ @@\n   const value = a();\n-  return value;\n+  return first;\n }`,
    document.replace('const value', 'const first').replace('return value;', 'return first;'),
  ],
  [
    'with the number as the only difference between two places',
    `@@ -9 +9 @@\n-  const value = a();\n+  const value = a() ?? 0;`,
    document.replace(/const value = a\(\);(?=\n {2}return value \*)/, 'const value = a() ?? 0;'),
  ],
  [
    'that passes over lines between its context and its change',
    `@@ -1,9 +1,9 @@
 import { a } from './a';
 export function two(): number {
   const value = a();
-  return value * 2;
+  return value + value;
 }`,
    twoChanged,
  ],
  [
    'with dots for what stands between its changes',
    `@@ @@\n import { a } from './a';\n+import { b } from './b';\n ...\n   const value = a();\n-  return value * 2;\n+  return value + value;`,
    twoChanged.replace("'./a';\n", "'./a';\nimport { b } from './b';\n"),
  ],
  [
    'with a line of its context that is recalled wrongly',
    `@@ -7,4 +7,4 @@\n export const two = (): number => {\n   const value = a();\n-  return value * 2;\n+  return value + value;\n }`,
    twoChanged,
  ],
  [
    'with a line to take away that is recalled wrongly',
    `@@ @@\n export function two(): number {\n   const value = a();\n-  return value * 3;\n+  return value + value;\n }`,
    'hunk-not-found',
  ],
  [
    'with context of which hardly a line is there',
    `@@ @@\n export function three(): number {\n   const other = b();\n   const value = a();\n+  check(value);\n   return other * value;\n }`,
    'hunk-not-found',
  ],
  ['that fits two places', `@@ @@\n-  const value = a();\n+  const value = a() ?? 0;`, 'hunk-ambiguous'],
  ['for lines that are not there', `@@ @@\n-  return nothing;\n+  return 1;`, 'hunk-not-found'],
  [
    'with garbage in a hunk',
    `@@ @@\n export function two(): number {\nHere I change it:\n-  return value * 2;\n+  x;`,
    'hunk-not-found',
  ],
  ['that adds lines with nothing around them', `@@ -0,0 +1,2 @@\n+a\n+b`, 'garbled-diff'],
  [
    'with two hunks at one place',
    `@@ @@\n-  return value * 2;\n+  return 1;\n@@ @@\n-  return value * 2;\n+  return 2;`,
    'hunks-overlap',
  ],
  [
    'with two additions at one place',
    `@@ @@\n   return value * 2;\n+  // one\n@@ @@\n   return value * 2;\n+  // two`,
    'hunks-overlap',
  ],
  [
    'of two files',
    `--- a/x.ts\n+++ b/x.ts\n@@ @@\n-  return value * 2;\n+  x;\n--- a/y.ts\n+++ b/y.ts\n@@ @@\n-a\n+b`,
    'several-files',
  ],
  ['of headers alone', `--- a/x.ts\n+++ b/x.ts`, 'no-code'],
  [
    'with what git writes around it',
    `diff --git a/x.ts b/x.ts\nindex 12ab..34cd 100644\n--- a/x.ts\n+++ b/x.ts\n@@ -10 +10 @@\n-  return value * 2;\n+  return value + value;\n\\ No newline at end of file\n`,
    twoChanged,
  ],
];

describe('a unified diff', () => {
  for (const [it_, diff, gives] of cases) {
    it(`${it_} gives ${gives.includes('\n') ? 'the new text' : gives}`, () => {
      const proposal = applyDiff(splitLines(diff), splitLines(document));
      if (proposal.kind === 'refused') assert.equal(proposal.refusal.code, gives);
      else assert.equal(proposal.lines.join('\n'), gives);
    });
  }

  it('creates a file from nothing', () => {
    const proposal = applyDiff(splitLines('--- /dev/null\n+++ b/new.ts\n@@ -0,0 +1,2 @@\n+a();\n+b();'), [
      '',
    ]);
    assert.ok(proposal.kind === 'proposed');
    assert.deepEqual(proposal.lines, ['a();', 'b();', '']);
  });

  it('of any two files of distinct lines gives the second from the first', () => {
    const lines = fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(lines, lines, fc.integer({ min: 1, max: 4 }), (a, b, context) => {
        const before = a.map((number) => `line ${number};\n`).join('');
        const after = b.map((number) => `line ${number};\n`).join('');
        fc.pre(before !== after);
        const diff = createTwoFilesPatch('a/x', 'b/x', before, after, '', '', { context });
        const block = diff.replace(/@@ .* @@/g, '@@ -1,1 +1,1 @@');
        const proposal = applyDiff(splitLines(block), splitLines(before));
        assert.ok(proposal.kind === 'proposed', JSON.stringify(proposal));
        assert.equal(proposal.lines.join('\n'), after);
      }),
    );
  });
});

import assert from 'node:assert/strict';
import { codeBlocksIn, type AnswerBlock } from '../../../../src/chat/edits/codeBlocks';

function only(markdown: string): AnswerBlock {
  const [block, another] = codeBlocksIn(markdown);
  assert.ok(block);
  assert.equal(another, undefined);
  return block;
}

describe('the code blocks of an answer', () => {
  it('come in order, with their languages', () => {
    const blocks = codeBlocksIn('One:\n```ts\na();\n```\nTwo:\n~~~python\nb()\n~~~\n');
    assert.deepEqual(
      blocks.map(({ language, lines }) => [language, ...lines]),
      [
        ['ts', 'a();'],
        ['python', 'b()'],
      ],
    );
  });

  it('hold shorter fences, as Markdown about Markdown does', () => {
    assert.deepEqual(only('````md\n```ts\na();\n```\n````').lines, ['```ts', 'a();', '```']);
  });

  it('are free of the indentation of the list they stand in', () => {
    assert.deepEqual(only('1. Do this:\n\n   ```ts\n   if (a) {\n     b();\n   }\n   ```').lines, [
      'if (a) {',
      '  b();',
      '}',
    ]);
  });

  it('go on to the end where the closing fence is missing', () => {
    const block = only('```ts\na();\nb();');
    assert.equal(block.isClosed, false);
    assert.deepEqual(block.lines, ['a();', 'b();']);
  });

  it('are none in an answer of words, with inline code or without', () => {
    assert.deepEqual(codeBlocksIn('Use ```a()``` here.\n\n    indented'), []);
    assert.deepEqual(codeBlocksIn(''), []);
  });

  it('keep what a line end of Windows leaves', () => {
    assert.deepEqual(only('```ts\r\na();\r\nb();\r\n```\r\n').lines, ['a();', 'b();']);
  });
});

describe('the file of a block', () => {
  const cases: readonly (readonly [markdown: string, path: string | undefined])[] = [
    ['```ts src/a.ts\nx\n```', 'src/a.ts'],
    ['```ts:src/a.ts\nx\n```', 'src/a.ts'],
    ['```src/a.ts\nx\n```', 'src/a.ts'],
    ['```12:20:src/a.ts\nx\n```', 'src/a.ts'],
    ['```tsx title="src/app/(shop)/[id]/page.tsx"\nx\n```', 'src/app/(shop)/[id]/page.tsx'],
    ['```js {file=a.js}\nx\n```', 'a.js'],
    ['```dockerfile Dockerfile\nFROM x\n```', 'Dockerfile'],
    ['```ts\n// src/a.ts\nx\n```', 'src/a.ts'],
    ['```python\n# File: src/a.py\nx\n```', 'src/a.py'],
    ['```html\n<!-- index.html -->\nx\n```', 'index.html'],
    ['```css\n/* style/a.css */\nx\n```', 'style/a.css'],
    ['### `src/a.ts`\n\n```ts\nx\n```', 'src/a.ts'],
    ['**src/a.ts**:\n```ts\nx\n```', 'src/a.ts'],
    ['Then change `src/a.ts` so:\n```ts\nx\n```', 'src/a.ts'],
    ['File: src\\win\\a.ts\n```ts\nx\n```', 'src/win/a.ts'],
    ['1. ./src/a.ts\n```ts\nx\n```', 'src/a.ts'],
    ['```diff\n--- a/src/a.ts\n+++ b/src/a.ts\n@@ -1 +1 @@\n-x\n+y\n```', 'src/a.ts'],
    ['Change `a.ts` as `b.ts` has it:\n```ts\nx\n```', undefined],
    ['With Node.js 22 this works:\n```ts\nx\n```', undefined],
    ['See https://example.org/a.ts\n```ts\nx\n```', undefined],
    ['Since 1.2.3:\n```ts\nx\n```', undefined],
    ['```objective-c\nx\n```', undefined],
    ['```sh\n#!/bin/sh\nx\n```', undefined],
    ['```ts\n// Adds a and b.\nx\n```', undefined],
  ];
  for (const [markdown, path] of cases) {
    it(`is ${path ?? 'not known'} in ${JSON.stringify(markdown)}`, () => {
      assert.equal(only(markdown).path, path);
    });
  }

  it('is not part of the code where it is its first line', () => {
    assert.deepEqual(only('```ts\n// src/a.ts\nx\n```').lines, ['x']);
    assert.deepEqual(only('```ts src/a.ts\n// Says what a is.\nx\n```').lines, ['// Says what a is.', 'x']);
  });
});

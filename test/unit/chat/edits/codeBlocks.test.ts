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
    ['```typescript // src/a.ts\nx\n```', 'src/a.ts'],
    ['```diff src/a.ts\n-x\n+y\n```', 'src/a.ts'],
    ['```ts src/a.ts {1,3}\nx\n```', 'src/a.ts'],
    ['```ts src/a.ts:10-20\nx\n```', 'src/a.ts'],
    ['```ts (src/a.ts)\nx\n```', 'src/a.ts'],
    ['```ts path=src/a.ts mode=EXCERPT\nx\n```', 'src/a.ts'],
    ['```ts\n// src/a.ts (updated)\nx\n```', 'src/a.ts'],
    ['```ts\n// Updated src/a.ts\nx\n```', 'src/a.ts'],
    ['```python\n# === src/a.py ===\nx\n```', 'src/a.py'],
    ['```python\n"""src/a.py"""\nx\n```', 'src/a.py'],
    ['```python\n#!/usr/bin/env python3\n# src/a.py\nx\n```', 'src/a.py'],
    ['```php\n<?php\n// src/a.php\nx\n```', 'src/a.php'],
    ['```ts\n// filepath: /home/me/project/src/a.ts\nx\n```', '/home/me/project/src/a.ts'],
    ['```js\n// 文件：src/a.js\nx\n```', 'src/a.js'],
    ['In `src/a.ts`:\n```ts\nx\n```', 'src/a.ts'],
    ['In src/a.ts:\n```ts\nx\n```', 'src/a.ts'],
    ['Here is the updated src/a.ts file:\n\n```ts\nx\n```', 'src/a.ts'],
    ["Here's the modified `src/a.ts` (lines 3-9):\n```ts\nx\n```", 'src/a.ts'],
    ['Call `this.items.push` in `src/a.ts`, and log with `console.log`:\n```ts\nx\n```', 'src/a.ts'],
    ['**File: src/a.ts**\n```ts\nx\n```', 'src/a.ts'],
    ['**File:** `src/a.ts`\n```ts\nx\n```', 'src/a.ts'],
    ['**File path**: src/a.ts\n```ts\nx\n```', 'src/a.ts'],
    ['**src/a.ts** (new file)\n\n```ts\nx\n```', 'src/a.ts'],
    ['`src/a.ts` (updated):\n```ts\nx\n```', 'src/a.ts'],
    ['### 1. `src/a.ts`\n```ts\nx\n```', 'src/a.ts'],
    ['### Step 2: Create `src/a.ts`\n```ts\nx\n```', 'src/a.ts'],
    ['#### src/a.ts (modified)\n```ts\nx\n```', 'src/a.ts'],
    ['📄 src/a.ts\n```ts\nx\n```', 'src/a.ts'],
    ['[src/a.ts](src/a.ts)\n```ts\nx\n```', 'src/a.ts'],
    ['1. **Update `src/a.ts`:**\n   ```ts\n   x\n   ```', 'src/a.ts'],
    ['1. Update `src/a.ts:12`:\n\n   ```ts\n   x\n   ```', 'src/a.ts'],
    ['文件：`src/a.ts`\n```ts\nx\n```', 'src/a.ts'],
    ['在 src/a.ts 中添加：\n```ts\nx\n```', 'src/a.ts'],
    ['修改src/a.ts如下：\n```ts\nx\n```', 'src/a.ts'],
    ['**`src/a.ts`**\n\nAdd a limit to the queue:\n\n```ts\nx\n```', 'src/a.ts'],
    ['### src/a.ts\n\nThe import comes first.\nThen the call:\n```ts\nx\n```', 'src/a.ts'],
    ['Dockerfile:\n```dockerfile\nFROM x\n```', 'Dockerfile'],
    ['Create `.env.local` with:\n```\nA=1\n```', '.env.local'],
    ['**scripts/build.sh**\n```bash\nx\n```', 'scripts/build.sh'],
    ['Run `src/a.py`:\n```bash\npython src/a.py\n```', undefined],
    ['### src/a.ts\n\nUsage:\n```ts\nx\n```', undefined],
    ['Call `this.items.push`:\n```ts\nx\n```', undefined],
    ['Use `console.log` and `Math.max`:\n```ts\nx\n```', undefined],
    ['Then chain `.filter` and `.map`:\n```ts\nx\n```', undefined],
    ['With `Node.js`:\n```ts\nx\n```', undefined],
    ['This is how a.ts and everything that comes with it is read by most\n```ts\nx\n```', undefined],
    ['```text/x-python\nx\n```', undefined],
    ['```ts\n// console.log\nx\n```', undefined],
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

  it('is that of the heading for all the code below it, up to the next heading', () => {
    const answer =
      '## `a.ts`\n```ts\nx\n```\nThen, further down:\n```ts\ny\n```\n## `b.ts`\n```ts\nz\n```\n## Notes\n```ts\nn\n```';
    assert.deepEqual(
      codeBlocksIn(answer).map(({ path }) => path),
      ['a.ts', 'a.ts', 'b.ts', undefined],
    );
  });

  it('is not part of the code where it is its first line', () => {
    assert.deepEqual(only('```ts\n// src/a.ts\nx\n```').lines, ['x']);
    assert.deepEqual(only('```ts src/a.ts\n// Says what a is.\nx\n```').lines, ['// Says what a is.', 'x']);
  });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  BlockSplitter,
  longestBlock,
  longestTable,
  textAbove,
  type Block,
} from '../../../src/webview/markdown/blocks';

function split(text: string): readonly Block[] {
  const splitter = new BlockSplitter();
  splitter.push(text);
  splitter.end();
  return splitter.finished;
}

const texts = (text: string): readonly string[] =>
  split(text).map((block) => (block.kind === 'code' ? `<${block.info}>${block.code}` : block.text.trimEnd()));

const cases: readonly { readonly name: string; readonly text: string; readonly blocks: readonly string[] }[] =
  [
    { name: 'paragraphs at blank lines', text: 'one\n\ntwo\nstill\n', blocks: ['one', 'two\nstill'] },
    { name: 'a heading from what follows it', text: '# Head\ntext', blocks: ['# Head', 'text'] },
    {
      name: 'code from the text around it',
      text: 'a\n```ts\nx\n\ny\n```\nb',
      blocks: ['a', '<ts>x\n\ny', 'b'],
    },
    { name: 'nothing inside a longer fence', text: '````\n```\nx\n```\n````', blocks: ['<>```\nx\n```'] },
    {
      name: 'nothing inside a loose list',
      text: '1. a\n\n   more\n\n2. b\n\nend',
      blocks: ['1. a\n\n   more\n\n2. b', 'end'],
    },
    {
      name: 'no code inside a list',
      text: '- a\n\n  ```js\n  x\n\n  y\n  ```\n- b',
      blocks: ['- a\n\n  ```js\n  x\n\n  y\n  ```\n- b'],
    },
    {
      name: 'a list from the paragraph above it',
      text: 'Steps:\n1. a\n2. b',
      blocks: ['Steps:', '1. a\n2. b'],
    },
    { name: 'a fence that is never closed as code', text: '```py\nx = 1', blocks: ['<py>x = 1'] },
    { name: 'windows line ends as line ends', text: 'a\r\n\r\n```c\r\nx\r\n```\r\n', blocks: ['a', '<c>x'] },
  ];

describe('An answer', () => {
  for (const { name, text, blocks } of cases) {
    it(`is parted into blocks: ${name}`, () => assert.deepEqual(texts(text), blocks));
  }

  it('is parted alike however it arrives', () => {
    const piece = fc.constantFrom(
      'a',
      ' ',
      '\n',
      '\n\n',
      '```',
      '```ts\n',
      '- x\n',
      '1. y\n',
      '  in',
      '# h',
      '|',
      '> ',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), fc.integer({ min: 1, max: 7 }), (pieces, step) => {
        const text = pieces.join('');
        const splitter = new BlockSplitter();
        for (let at = 0; at < text.length; at += step) splitter.push(text.slice(at, at + step));
        splitter.end();
        assert.deepEqual(splitter.finished, split(text));
      }),
    );
  });

  it('keeps its finished blocks as they are while it goes on', () => {
    const splitter = new BlockSplitter();
    splitter.push('one\n\ntwo\nthr');
    assert.deepEqual(splitter.finished, [{ kind: 'markdown', text: 'one\n' }]);
    assert.deepEqual(splitter.open(), { kind: 'markdown', text: 'two\nthr' });
  });

  it('does not show a closing fence that has only begun', () => {
    const splitter = new BlockSplitter();
    splitter.push('```ts\nx\n``');
    assert.deepEqual(splitter.open(), { kind: 'code', info: 'ts', code: 'x' });
  });

  it('is never rendered in larger steps than the limit, whatever it holds', () => {
    const long = [
      'word '.repeat(40_000),
      'x'.repeat(100_000),
      'line\n'.repeat(40_000),
      '- item\n'.repeat(20_000),
      `${'> '.repeat(10_000)}deep\n`.repeat(3),
    ];
    for (const text of long) {
      for (const block of split(text)) {
        assert.ok(block.kind === 'markdown' && block.text.length <= 2 * longestBlock, block.kind);
      }
    }
  });

  it('is cut in a long list between its own points only, not between those below them', () => {
    const blocks = texts(`- point\n${'  - below\n'.repeat(1_000)}`.repeat(5));
    assert.ok(blocks.length > 2);
    for (const text of blocks) assert.ok(text.startsWith('- point\n'));
  });

  it('goes on as code where it is cut within the code of a point, and as text behind that', () => {
    for (const mark of ['- ', '1. ', '> ']) {
      const indent = mark === '> ' ? '> ' : ' '.repeat(mark.length);
      const line = `${indent}  const a = 1;\n`;
      const code = `${indent}\`\`\`ts\n${line.repeat(5_000)}${indent}\`\`\`\n`;
      const blocks = split(`${mark}see\n${indent}\n${code}\n# The end`);
      assert.deepEqual(blocks.at(-1), { kind: 'markdown', text: '# The end' });
      const cut = blocks.filter((block) => block.kind === 'code');
      assert.ok(cut.length === 1 && cut[0]?.info === 'ts', mark);
      assert.ok(cut[0].code.startsWith('  const a = 1;\n  const'), mark);
    }
  });

  it('repeats the head of a table that is cut', () => {
    const blocks = texts(`| a | b |\n|---|---|\n${'| 1 | 2 |\n'.repeat(5_000)}`);
    assert.ok(blocks.length > 2);
    for (const text of blocks) assert.ok(text.length <= 2 * longestTable);
    for (const text of blocks) assert.ok(text.startsWith('| a | b |\n|---|---|\n| 1 | 2 |'));
  });
});

describe('The text above a block', () => {
  const above = (text: string): readonly string[] => textAbove(split(text)).filter((line) => line !== '');

  it('goes from the last heading on, without code', () => {
    assert.deepEqual(above('before\n\n# Title\n\none\ntwo\n\n```ts\ncode\n```\n\nthree\n\n'), [
      '# Title',
      'one',
      'two',
      'three',
    ]);
  });

  it('is none at the start', () => {
    assert.deepEqual(above(''), []);
  });
});

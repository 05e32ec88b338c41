import assert from 'node:assert/strict';
import fc from 'fast-check';
import { thinkSplitter } from '../../../src/transport/thinkSplitter';

interface Parted {
  readonly thinking: string;
  readonly text: string;
}

function parted(chunks: readonly string[]): Parted {
  const splitter = thinkSplitter();
  let thinking = '';
  let text = '';
  for (const piece of [...chunks.flatMap((chunk) => splitter.push(chunk)), ...splitter.end()]) {
    if (piece.kind === 'thinking') thinking += piece.text;
    else if (piece.kind === 'text') text += piece.text;
    else [thinking, text] = [thinking + text, ''];
  }
  return { thinking, text };
}

describe('thinkSplitter', () => {
  const cases: readonly (readonly [string, string, Parted])[] = [
    ['no thought', 'Hello.', { thinking: '', text: 'Hello.' }],
    ['a thought and an answer', '<think>\nHm.\n</think>\n\nYes.', { thinking: '\nHm.\n', text: 'Yes.' }],
    ['white space before the tag', ' \n<think>Hm.</think>Yes.', { thinking: 'Hm.', text: 'Yes.' }],
    ['an empty thought', '<think>\n\n</think>\n\nYes.', { thinking: '\n\n', text: 'Yes.' }],
    ['a thought that is never closed', '<think>So, then', { thinking: 'So, then', text: '' }],
    ['half a closing tag at the end', '<think>So</thi', { thinking: 'So</thi', text: '' }],
    ['half an opening tag at the end', '<thi', { thinking: '', text: '<thi' }],
    ['something like the tag', '<thinker> is a tag', { thinking: '', text: '<thinker> is a tag' }],
    ['the tag later in the text', 'Use <think>x</think>.', { thinking: '', text: 'Use <think>x</think>.' }],
    [
      'the tags in a code block',
      '```xml\n<think>\nx\n</think>\n```\n',
      { thinking: '', text: '```xml\n<think>\nx\n</think>\n```\n' },
    ],
    [
      'a second thought, which stays text',
      '<think>a</think>b <think>c</think>d',
      { thinking: 'a', text: 'b <think>c</think>d' },
    ],
    [
      "the closing tag in the thought's code block",
      '<think>\n```js\nx = "</think>";\n```\nso\n</think>\nYes.',
      { thinking: '\n```js\nx = "</think>";\n```\nso\n', text: 'Yes.' },
    ],
    [
      'a code block of the thought that is never closed',
      '<think>\n```js\nx = 1;\n</think>\nYes.',
      { thinking: '\n```js\nx = 1;\n', text: 'Yes.' },
    ],
    ['a thought that the template has opened', 'Hm.\n</think>\n\nYes.', { thinking: 'Hm.\n', text: 'Yes.' }],
    [
      'a lone closing tag in a code block',
      'So:\n```\n</think>\n```\n',
      { thinking: '', text: 'So:\n```\n</think>\n```\n' },
    ],
    ['a lone closing tag at the end', 'Hm.\n</think>', { thinking: 'Hm.\n', text: '' }],
    ['nothing', '', { thinking: '', text: '' }],
  ];
  for (const [what, whole, expected] of cases) {
    it(`parts ${what}, wherever the stream is cut`, () => {
      assert.deepEqual(parted([whole]), expected);
      assert.deepEqual(parted(whole.split(/(?:)/)), expected);
      for (let cut = 1; cut < whole.length; cut += 1) {
        assert.deepEqual(parted([whole.slice(0, cut), whole.slice(cut)]), expected, `cut at ${cut}`);
      }
    });
  }

  it('parts any text the same, however it is cut', () => {
    const piece = fc.constantFrom(
      '<think>',
      '</think>',
      '<',
      '/',
      '```',
      '\n',
      ' ',
      'a',
      '`',
      '</thi',
      'nk>',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        assert.deepEqual(parted(pieces), parted([pieces.join('')]));
      }),
      { numRuns: 2_000 },
    );
  });

  it('takes the text of a host that parts thoughts itself as it is', () => {
    const splitter = thinkSplitter();
    splitter.sawThinking();
    assert.deepEqual(splitter.push('<think> is a tag'), [{ kind: 'text', text: '<think> is a tag' }]);
  });

  it('gives a megabyte of lines in one piece without trouble', () => {
    const text = 'a line\n'.repeat(150_000);
    assert.equal(parted([text]).text, text);
  });
});

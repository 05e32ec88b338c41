import assert from 'node:assert/strict';
import type { TokenCounter } from '../../../src/prompt/tokenCounter';
import { createTokenCounter } from '../../../src/prompt/tokenizer';
import { demoVocabulary } from '../../support/demoVocabulary';

/** A SentencePiece vocabulary of a few pieces: by score, `ab` is merged before `bc`. */
const sentencePiece = {
  'tokenizer.ggml.model': 'llama',
  'tokenizer.ggml.tokens': ['<unk>', '<0x0A>', '<0xC3>', '<0xA9>', '▁', 'a', 'b', 'c', 'ab', 'bc', '▁ab'],
  'tokenizer.ggml.scores': [0, 0, 0, 0, -5, -6, -7, -8, -1, -2, -3],
  'tokenizer.ggml.token_type': [2, 6, 6, 6, 1, 1, 1, 1, 1, 1, 1],
};

function answer(info: Readonly<Record<string, unknown>>): Uint8Array {
  return new TextEncoder().encode(JSON.stringify({ model_info: info }));
}

describe('createTokenCounter', () => {
  let demo: TokenCounter;
  before(async () => {
    const counter = createTokenCounter(await demoVocabulary());
    assert.ok(counter);
    demo = counter;
  });

  // As llama.cpp counts them with the same vocabulary.
  const counted: readonly (readonly [string, number])[] = [
    ['', 0],
    ['\n', 1],
    ['\n\n\n', 3],
    [' ', 1],
    ['        ', 1],
    ['const total = items.reduce((sum, item) => sum + item.price, 0);\n', 23],
    ['def __init__(self, name: str = "x") -> None:\n    self._name = name\n', 25],
    ['\tif err != nil {\r\n\t\treturn nil, fmt.Errorf("read %s: %w", path, err)\r\n\t}\r\n', 32],
    ['x = 0xFF_FF + 3.14159e-10  # 12345\n', 27],
    ['HTTPServerURLParser.parseXMLHttpRequest2', 10],
    ['日本語テキスト 中文字符 한국어 العربية\n', 59],
    ['👩‍👩‍👧 🎉 naïve café  odd\n', 36],
    ['}\n\n\n  \n}\n', 8],
    ['¯\\_(ツ)_/¯ ½ ² Ⅷ\n', 23],
    ['﻿import os\n', 6],
  ];
  for (const [text, tokens] of counted) {
    it(`counts ${JSON.stringify(text)} as llama.cpp does`, () => {
      assert.equal(demo.count(text), tokens);
    });
  }

  it('counts a text as the sum of its lines', () => {
    const lines = ['function add(a, b) {\r\n', '\n', '   \n', '\treturn a + b;\n', '}'];
    assert.equal(
      demo.count(lines.join('')),
      lines.reduce((sum, line) => sum + demo.count(line), 0),
    );
  });

  it('takes special-token text for the characters it is made of', () => {
    assert.ok(demo.count('<｜fim▁hole｜>') > 1);
  });

  it('counts a line of a megabyte', () => {
    const tokens = demo.count('const x = [1, 2, 3]; '.repeat(50_000));
    assert.ok(tokens > 500_000 && tokens < 800_000, String(tokens));
  });

  it('merges by score where the vocabulary is of the SentencePiece kind', () => {
    const counter = createTokenCounter(
      answer({ ...sentencePiece, 'tokenizer.ggml.add_space_prefix': false }),
    );
    assert.ok(counter);
    assert.equal(counter.count('abc'), 2);
    assert.equal(counter.count('ab ab\n'), 3);
    assert.equal(counter.count('é'), 2);
  });

  it('puts a space ahead of a text where that kind of vocabulary wants it', () => {
    const counter = createTokenCounter(answer(sentencePiece));
    assert.ok(counter);
    assert.equal(counter.count('ab'), 1);
    assert.equal(counter.count('a\na'), 4);
    assert.equal(counter.count(''), 0);
  });

  it('knows no counter for a vocabulary without merges, of another kind or with an unknown pre-tokenizer', async () => {
    assert.equal(createTokenCounter(await demoVocabulary({ 'tokenizer.ggml.merges': null })), undefined);
    assert.equal(createTokenCounter(await demoVocabulary({ 'tokenizer.ggml.model': 'bert' })), undefined);
    assert.equal(
      createTokenCounter(await demoVocabulary({ 'tokenizer.ggml.pre': 'from-the-future' })),
      undefined,
    );
    assert.equal(createTokenCounter(answer({})), undefined);
    assert.equal(createTokenCounter(new TextEncoder().encode('"error"')), undefined);
  });

  it('throws where the answer is not JSON', () => {
    assert.throws(() => createTokenCounter(new TextEncoder().encode('<html>')), SyntaxError);
  });
});

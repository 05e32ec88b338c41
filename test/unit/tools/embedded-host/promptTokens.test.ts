import assert from 'node:assert/strict';
import type { LlamaModel } from '../../../../tools/embedded-host/llamaCpp';
import { promptTokens, slotTokens } from '../../../../tools/embedded-host/promptTokens';

const BOS = -1;

/** A model whose tokens are UTF-16 units. */
function fakeModel(addsBos: boolean): LlamaModel {
  return {
    tokens: { bos: BOS, shouldPrependBosToken: addsBos },
    tokenize: (text: string) => Array.from(text, (character) => character.charCodeAt(0)),
  } as unknown as LlamaModel;
}

const limits = { numCtx: 1024, numKeep: 4, truncate: true, shift: true };
const text = (length: number): string =>
  Array.from({ length }, (_, i) => String.fromCharCode(32 + (i % 90))).join('');

describe('promptTokens', () => {
  it('puts BOS first where the model wants it', () => {
    assert.deepEqual(promptTokens(fakeModel(true), 'a', limits), [BOS, 97]);
    assert.deepEqual(promptTokens(fakeModel(false), 'a', limits), [97]);
  });

  it('leaves a prompt that fits as it is', () => {
    assert.equal(promptTokens(fakeModel(true), text(1022), limits).length, 1023);
  });

  it('keeps the first tokens and the end of one that does not, about half a window', () => {
    const prompt = text(3000);
    const cut = promptTokens(fakeModel(true), prompt, limits);
    const keep = 5; // numKeep and BOS
    assert.equal(cut.length, 1024 - Math.floor((1024 - keep) / 2));
    assert.deepEqual(cut.slice(0, keep), [BOS, ...Array.from(prompt.slice(0, 4), (c) => c.charCodeAt(0))]);
    assert.equal(cut.at(-1), prompt.charCodeAt(2999));
  });

  it('refuses it when it may not be cut', () => {
    assert.throws(() => promptTokens(fakeModel(true), text(1023), { ...limits, truncate: false }), {
      status: 400,
      message:
        '{"error":{"code":400,"message":"request (1024 tokens) exceeds the available context size (1024 tokens), ' +
        'try increasing it","type":"exceed_context_size_error","n_prompt_tokens":1024,"n_ctx":1024}}',
    });
  });

  it('refuses it when the context may not shift', () => {
    assert.throws(() => promptTokens(fakeModel(true), text(3000), { ...limits, shift: false }), {
      status: 400,
      message: /^the prompt is longer than the context length/,
    });
  });

  it('rounds a small window up as llama.cpp does', () => {
    assert.deepEqual([4, 256, 257, 2048].map(slotTokens), [256, 256, 512, 2048]);
  });
});

import assert from 'node:assert/strict';
import { kvBytesPerToken } from '../../../src/model/memory';

function facts(architecture: string, fields: Record<string, number>): Parameters<typeof kvBytesPerToken>[0] {
  const own = Object.entries(fields).map(([key, value]) => [`${architecture}.${key}`, value]);
  return {
    template: '',
    capabilities: [],
    info: { 'general.architecture': architecture, ...(Object.fromEntries(own) as object) },
  };
}

function llama(
  block_count: number,
  embedding_length: number,
  heads: number,
  cached: number,
): ReturnType<typeof facts> {
  const attention = { 'attention.head_count': heads, 'attention.head_count_kv': cached };
  return facts('llama', { block_count, embedding_length, ...attention });
}

const v2Lite = {
  block_count: 27,
  embedding_length: 2_048,
  'attention.head_count': 16,
  'attention.kv_lora_rank': 512,
  'rope.dimension_count': 64,
};

describe('kvBytesPerToken', () => {
  const cases: readonly (readonly [string, ReturnType<typeof facts>, number | undefined])[] = [
    ['DeepSeek-Coder 1.3B', llama(24, 2_048, 16, 16), 196_608],
    ['DeepSeek-Coder 5.7B with one cached head', llama(32, 4_096, 32, 1), 16_384],
    ['DeepSeek-Coder 6.7B', llama(32, 4_096, 32, 32), 524_288],
    ['DeepSeek-Coder 33B with grouped heads', llama(62, 7_168, 56, 8), 253_952],
    [
      'DeepSeek-Coder-V2-Lite with its cache expanded',
      facts('deepseek2', {
        ...v2Lite,
        'attention.head_count_kv': 16,
        'attention.key_length': 192,
        'attention.value_length': 128,
      }),
      276_480,
    ],
    [
      'DeepSeek-Coder-V2-Lite with its cache compressed',
      facts('deepseek2', { ...v2Lite, 'attention.head_count_kv': 1, 'attention.key_length_mla': 192 }),
      31_104,
    ],
    ['a description without layers', facts('llama', { embedding_length: 4_096 }), undefined],
  ];
  for (const [what, model, bytes] of cases) {
    it(`is ${bytes ?? 'not known'} for ${what}`, () => {
      assert.equal(kvBytesPerToken(model), bytes);
    });
  }
});

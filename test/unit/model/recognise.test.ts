import assert from 'node:assert/strict';
import type { ModelFacts } from '../../../src/model/modelFacts';
import { modelWindow, recogniseFamily, writesBos } from '../../../src/model/recognise';
import { codellama, qwen25Coder } from '../../../src/model/otherFamilies';
import { deepseekCoder } from '../../../src/model/deepseekFamilies';

type Info = Readonly<Record<string, unknown>>;

function facts(info: Info, more: Partial<Omit<ModelFacts, 'info'>> = {}): ModelFacts {
  return { template: '{{ .Prompt }}', capabilities: ['completion'], info, ...more };
}

/** As `/api/show` describes DeepSeek-Coder v1. */
function deepseekV1(eos: number, more: Info = {}): Info {
  return {
    'general.architecture': 'llama',
    'llama.block_count': 32,
    'llama.context_length': 16_384,
    'tokenizer.ggml.bos_token_id': 32_013,
    'tokenizer.ggml.eos_token_id': eos,
    ...more,
  };
}

const demo: Info = {
  'general.architecture': 'llama',
  'llama.context_length': 16_384,
  'llama.vocab_size': 16_384,
  'tokenizer.ggml.bos_token_id': 0,
  'tokenizer.ggml.eos_token_id': 1,
  'tokenizer.ggml.pre': 'deepseek-coder',
};

const v15: Info = {
  'general.architecture': 'llama',
  'llama.context_length': 4_096,
  'llama.vocab_size': 102_400,
  'tokenizer.ggml.bos_token_id': 100_000,
  'tokenizer.ggml.eos_token_id': 100_001,
  'tokenizer.ggml.pre': 'deepseek-llm',
};

const v2 = (layers: number): Info => ({
  'general.architecture': 'deepseek2',
  'deepseek2.block_count': layers,
});
const architecture = (name: string, more: Info = {}): Info => ({ 'general.architecture': name, ...more });
const chatTemplate = { template: '<|im_start|>user\n{{ .Prompt }}<|im_end|>' };

describe('recogniseFamily', () => {
  const known: readonly (readonly [string, ModelFacts, string, string])[] = [
    ['a DeepSeek-Coder base model by its end token', facts(deepseekV1(32_014)), 'whatever', 'deepseek-coder'],
    [
      'a base model though its tag says instruct',
      facts(deepseekV1(32_014)),
      'deepseek-coder:6.7b-instruct',
      'deepseek-coder',
    ],
    [
      'a base model by name, where the host tells nothing',
      facts({}),
      'deepseek-coder:1.3b-base-q4_K_M',
      'deepseek-coder',
    ],
    ['the demo model, whatever it is called', facts(demo), 'mine', 'fillwright-demo'],
    ['the demo model by name', facts({}), 'fillwright-demo:latest', 'fillwright-demo'],
    ['V2-Lite base', facts(v2(27)), 'deepseek-coder-v2:16b-lite-base-q4_0', 'deepseek-coder-v2-lite'],
    ['StarCoder2 by its architecture', facts(architecture('starcoder2')), 'sc', 'starcoder2'],
    ['StarCoder by its architecture', facts(architecture('starcoder')), 'sc', 'starcoder'],
    [
      'Granite Code 20B, which has the same',
      facts(architecture('starcoder')),
      'granite-code:20b-base',
      'granite-code',
    ],
    ['Granite 4, not Granite Code', facts(architecture('granitehybrid')), 'granite4:3b', 'granite4'],
    ['Granite 3.3', facts(architecture('granite')), 'granite3.3:8b', 'granite3.3'],
    [
      'Qwen2.5-Coder by the name in its description',
      facts(architecture('qwen2', { 'general.name': 'Qwen2.5 Coder 7B' })),
      'mine',
      'qwen2.5-coder',
    ],
    ['Qwen3-Coder', facts(architecture('qwen3moe')), 'qwen3-coder:30b', 'qwen3-coder'],
    [
      'Code Llama',
      facts(architecture('llama', { 'llama.vocab_size': 32_016 })),
      'codellama:7b-code',
      'codellama',
    ],
    ['CodeGemma', facts(architecture('gemma')), 'codegemma:2b-code', 'codegemma'],
    ['Codestral', facts(architecture('llama')), 'codestral:22b', 'codestral'],
    ['Stable Code', facts(architecture('stablelm')), 'stable-code:3b-code', 'stable-code'],
    ['Mellum', facts(architecture('llama')), 'JetBrains/Mellum-4b-base', 'mellum'],
    [
      'Seed-Coder by its pre-tokenizer',
      facts(architecture('llama', { 'tokenizer.ggml.pre': 'seed-coder' })),
      'x',
      'seed-coder',
    ],
  ];
  for (const [what, description, tag, family] of known) {
    it(`knows ${what}`, () => {
      const recognised = recogniseFamily(description, tag);
      assert.equal(recognised.kind === 'fim' ? recognised.family.id : recognised.explanation, family);
    });
  }

  const refused: readonly (readonly [string, ModelFacts, string, RegExp, string])[] = [
    [
      'an instruct model by its end token',
      facts(deepseekV1(32_021)),
      'deepseek-coder:6.7b',
      /instruct/,
      'deepseek-coder:6.7b-base',
    ],
    [
      'an instruct model of another size',
      facts(deepseekV1(32_021, { 'llama.block_count': 62 })),
      'deepseek-coder:33b',
      /instruct/,
      'deepseek-coder:33b-base',
    ],
    [
      'an instruct model by its template',
      facts(architecture('llama', { 'tokenizer.ggml.pre': 'deepseek-coder' }), {
        template: '### Instruction:\n{{ .Prompt }}',
      }),
      'coder-base',
      /instruct/,
      'deepseek-coder:6.7b-base',
    ],
    [
      'an instruct model by its name',
      facts({}, { template: '' }),
      'deepseek-coder:1.3b',
      /instruct/,
      'deepseek-coder:1.3b-base',
    ],
    ['v1.5', facts(v15), 'deepseek-coder-7b-v1.5', /v1\.5/, 'deepseek-coder:6.7b-base'],
    [
      'the large V2',
      facts(v2(60)),
      'deepseek-coder-v2:236b-base',
      /only DeepSeek-Coder-V2-Lite/,
      'deepseek-coder-v2:16b-lite-base-q4_K_M',
    ],
    ['a chat model', facts(architecture('llama')), 'llama3.2:3b', /llama3\.2:3b/, 'deepseek-coder:6.7b-base'],
    ['plain Qwen', facts(architecture('qwen2')), 'qwen2.5:7b', /qwen2\.5:7b/, 'deepseek-coder:6.7b-base'],
    [
      'Code Llama 34B, whose vocabulary has no infill tokens',
      facts(architecture('llama', { 'llama.vocab_size': 32_000 })),
      'codellama:34b-code',
      /codellama:34b-code/,
      'deepseek-coder:6.7b-base',
    ],
    [
      'a model that claims to infill in an unknown way',
      facts(architecture('novel'), { capabilities: ['insert'] }),
      'novel:1b',
      /name the family/,
      'deepseek-coder:6.7b-base',
    ],
  ];
  for (const [what, description, tag, explanation, pull] of refused) {
    it(`refuses ${what} and says what to pull instead`, () => {
      const recognised = recogniseFamily(description, tag);
      assert.ok(recognised.kind === 'no-fim', 'taken for a FIM model');
      assert.match(recognised.explanation, explanation);
      assert.equal(recognised.pull, pull);
    });
  }

  const doubtful: readonly (readonly [string, ModelFacts, string, string, RegExp])[] = [
    [
      'an imported model of DeepSeek-Coder that may be either kind',
      facts(architecture('llama', { 'tokenizer.ggml.pre': 'deepseek-coder' })),
      'mine',
      'deepseek-coder',
      /neither by its end token nor by its template/,
    ],
    ['a model known by its name alone', facts({}), 'qwen2.5-coder:7b', 'qwen2.5-coder', /name alone/],
    [
      'a model of an unknown family by the tokens in its template',
      facts(architecture('novel'), {
        template: '<PRE> {{ .Prompt }} <SUF>{{ .Suffix }} <MID>',
        capabilities: ['insert'],
      }),
      'novel:1b',
      'codellama',
      /tokens of Code Llama in its template/,
    ],
  ];
  for (const [what, description, tag, family, doubt] of doubtful) {
    it(`is in doubt about ${what}`, () => {
      const recognised = recogniseFamily(description, tag);
      assert.ok(recognised.kind === 'fim', 'refused');
      assert.equal(recognised.family.id, family);
      assert.match(recognised.doubt ?? '', doubt);
    });
  }

  it('warns of a model that is tuned for chat', () => {
    const recognised = recogniseFamily(facts(architecture('qwen2'), chatTemplate), 'qwen2.5-coder:7b');
    assert.ok(recognised.kind === 'fim');
    assert.match(recognised.note ?? '', /tuned for chat/);
  });

  it('does not warn where the template can insert', () => {
    const can = facts(architecture('qwen2'), { ...chatTemplate, capabilities: ['insert'] });
    assert.deepEqual(recogniseFamily(can, 'qwen2.5-coder:7b'), { kind: 'fim', family: qwen25Coder });
  });

  it('refuses a model whose vocabulary lacks the tokens of its family', () => {
    const tokens = ['a', 'b', 'c'];
    const recognised = recogniseFamily(
      facts({ ...deepseekV1(32_014), 'tokenizer.ggml.tokens': tokens }),
      'odd',
    );
    assert.equal(recognised.kind, 'no-fim');
  });

  it('takes the family that the user set', () => {
    assert.deepEqual(recogniseFamily(facts({}), 'mine', 'codellama'), { kind: 'fim', family: codellama });
  });

  it('lists the families where the user set one that does not exist', () => {
    const recognised = recogniseFamily(facts({}), 'mine', 'deepseek');
    assert.ok(recognised.kind === 'no-fim');
    assert.match(recognised.explanation, /'deepseek'.*deepseek-coder, /);
  });
});

describe('writesBos', () => {
  const tokenizer = (info: Info): ModelFacts => facts(info);
  it('is false where the host adds BOS', () => {
    assert.equal(writesBos(deepseekCoder, tokenizer({ 'tokenizer.ggml.add_bos_token': true })), false);
  });
  it('is true where it does not', () => {
    assert.equal(writesBos(deepseekCoder, tokenizer({ 'tokenizer.ggml.add_bos_token': false })), true);
  });
  it('follows the kind of tokenizer where the model does not say', () => {
    assert.equal(writesBos(codellama, tokenizer({ 'tokenizer.ggml.model': 'llama' })), false);
    assert.equal(writesBos(deepseekCoder, tokenizer({ 'tokenizer.ggml.model': 'gpt2' })), true);
  });
  it('is false for a family without BOS', () => {
    assert.equal(writesBos(qwen25Coder, tokenizer({})), false);
  });
});

describe('modelWindow', () => {
  it("is the model's own where the host tells it", () => {
    assert.equal(
      modelWindow(deepseekCoder, facts(architecture('llama', { 'llama.context_length': 4_096 }))),
      4_096,
    );
  });
  it("is the family's otherwise", () => {
    assert.equal(modelWindow(deepseekCoder, facts({})), 16_384);
  });
});

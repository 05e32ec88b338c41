import assert from 'node:assert/strict';
import { foreignSampling, offeredModels } from '../../../../src/chat/languageModel/offeredModels';
import { chatModelOf, type ChatModel } from '../../../../src/hosts/chatModel';
import { defaultEndpoint, defaultSettings, type Settings } from '../../../../src/settings/settings';

function model(
  tag: string,
  facts: { capabilities?: string[]; template?: string; trained?: number } = {},
): ChatModel {
  const { capabilities = ['completion'], template = '{{ .Messages }}', trained = 32_768 } = facts;
  return chatModelOf(
    { tag, digest: `0123456789abcdef-${tag}`, sizeBytes: 1 },
    { capabilities, template, info: { 'general.architecture': 'qwen2', 'qwen2.context_length': trained } },
  );
}

function offer(
  models: readonly ChatModel[],
  settings: Settings = defaultSettings,
): ReturnType<typeof offeredModels> {
  return offeredModels(
    [{ name: 'local', state: 'reachable', models, loadedTags: [], isAnswering: false }],
    settings,
  );
}

describe("the models offered to VS Code's chat", () => {
  it('say what they can, and how much', () => {
    const [offered] = offer([model('qwen:7b', { capabilities: ['completion', 'tools', 'vision'] })]);
    assert.ok(offered);
    assert.equal(offered.id, 'local/qwen:7b');
    assert.equal(offered.family, 'qwen2');
    assert.deepEqual(offered.capabilities, { toolCalling: true, imageInput: true });
    assert.equal(offered.maxInputTokens + offered.maxOutputTokens, 16_384);
  });

  it('claim no more than they were trained for', () => {
    const [offered] = offer([model('small', { trained: 2_048 })]);
    assert.equal(offered?.maxInputTokens, 1_024);
    assert.equal(offered.maxOutputTokens, 1_024);
  });

  it('are those with a chat template, and the one that the settings name', () => {
    const models = [model('chat'), model('base', { template: '{{ .Prompt }}' })];
    assert.deepEqual(
      offer(models).map(({ name }) => name),
      ['chat'],
    );
    const endpoints = [{ ...defaultEndpoint, roles: { chat: { model: 'base', options: {} } } }];
    assert.deepEqual(
      offer(models, { ...defaultSettings, endpoints }).map(({ name }) => name),
      ['chat', 'base'],
    );
  });

  it('take the sampling that others ask for, as far as it is numbers', () => {
    assert.deepEqual(foreignSampling({ temperature: 0, top_p: 0.5, stop: 'x', seed: '1' }), {
      temperature: 0,
      topP: 0.5,
    });
    assert.deepEqual(foreignSampling(undefined), {});
  });
});

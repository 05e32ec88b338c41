import assert from 'node:assert/strict';
import { requestFor, type ForeignQuestion } from '../../../../src/chat/languageModel/foreignRequest';
import { chatModelOf, type ChatModel } from '../../../../src/hosts/chatModel';

function model(tag: string, architecture = 'qwen2'): ChatModel {
  return chatModelOf(
    { tag, digest: tag, sizeBytes: 1 },
    {
      capabilities: ['completion', 'tools'],
      template: '{{ .Messages }}',
      info: { 'general.architecture': architecture, 'general.basename': tag },
    },
  );
}

const asked: ForeignQuestion = {
  messages: [
    { role: 3, content: [{ value: 'Be brief.' }] },
    { role: 1, content: [{ value: 'Why?' }] },
  ],
  tools: [{ name: 'search', description: 'Searches.' }],
  mustCall: false,
  sampling: undefined,
  maxTokens: 100,
};

describe("a question of VS Code's chat", () => {
  const r1 = model('deepseek-r1:14b');
  const qwen = model('qwen3:8b');

  it('follows the advice for DeepSeek-R1: its sampling, and no system prompt', () => {
    const { options, messages } = requestFor(r1, asked);
    assert.deepEqual(options, { numPredict: 100, temperature: 0.6, topP: 0.95 });
    assert.deepEqual(messages, [{ role: 'user', content: 'Be brief.\n\nWhy?' }]);
  });

  it('keeps the sampling that the asker wants, and that of the makers of other models', () => {
    assert.equal(requestFor(r1, { ...asked, sampling: { temperature: 0 } }).options.temperature, 0);
    const { options, messages } = requestFor(qwen, asked);
    assert.deepEqual(options, { numPredict: 100 });
    assert.deepEqual(
      messages.map(({ role }) => role),
      ['system', 'user'],
    );
  });

  it('demands a call of a tool in words and from the host, where there is one to call', () => {
    const demanded = requestFor(qwen, { ...asked, mustCall: true });
    assert.equal(demanded.mustCall, true);
    assert.match(demanded.messages.at(-1)?.content ?? '', /^Why\?\n\nAnswer by calling the tool search\.$/);
    assert.equal(requestFor(qwen, { ...asked, mustCall: true, tools: [] }).mustCall, undefined);
  });
});

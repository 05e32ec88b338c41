import assert from 'node:assert/strict';
import { askModel, type AnswerSoFar, type Question } from '../../../src/chat/askModel';
import { silentLog } from '../../../src/common/log';
import { createChatHosts, type ChatHosts } from '../../../src/hosts/chatHosts';
import { memoryStore } from '../../../src/hosts/keyValueStore';
import { rightsOfWay } from '../../../src/hosts/rightOfWay';
import { parseSettings } from '../../../src/settings/parseSettings';
import type { ChatEvent } from '../../../src/transport/chatEngine';
import { unwatchedEndpoints } from '../../support/unwatchedEndpoints';
import { FakeChatEngine, saying } from '../../support/fakeChatEngine';
import { FakeEngine } from '../../support/fakeEngine';
import { VirtualClock } from '../../support/virtualClock';

const question: Question = { text: (tokens) => `Within ${tokens} tokens?`, maxTokens: 1_000 };

interface Asked {
  readonly chat: FakeChatEngine;
  readonly answers: readonly AnswerSoFar[];
}

async function asked(
  tag: string,
  answer: () => AsyncIterable<ChatEvent>,
  capabilities: readonly string[] = ['completion'],
): Promise<Asked> {
  const chat = new FakeChatEngine();
  chat.answer = answer;
  const answers: AnswerSoFar[] = [];
  for await (const each of askModel(
    hostsWith(tag, chat, capabilities),
    question,
    new AbortController().signal,
  ))
    answers.push(each);
  return { chat, answers };
}

function hostsWith(tag: string, chat: FakeChatEngine, capabilities: readonly string[]): ChatHosts {
  const engine = new FakeEngine();
  engine.models = [
    {
      listing: { tag, digest: 'd', sizeBytes: 1e9 },
      description: {
        template: '{{ .Messages }}',
        capabilities,
        info: { 'general.architecture': 'llama', 'llama.context_length': 4_096 },
      },
      place: (numCtx) => ({ sizeBytes: 1e9, vramBytes: 1e9, contextLength: numCtx }),
    },
  ];
  const { settings } = parseSettings({ endpoints: [{ name: 'a', url: 'http://a' }] });
  return createChatHosts(settings, {
    enginesFor: () => ({ inference: engine, chat }),
    store: memoryStore(),
    log: silentLog,
    rights: rightsOfWay(new VirtualClock()),
    live: unwatchedEndpoints,
    completionWindow: () => Promise.resolve(undefined),
  });
}

describe('a question outside a conversation', () => {
  it('is asked in one turn, and its answer grows', async () => {
    const { chat, answers } = await asked('llama:8b', () => saying('One', ' two'));
    assert.deepEqual(
      answers.map(({ text }) => text),
      ['One', 'One two', 'One two'],
    );
    assert.equal(answers.at(-1)?.finishReason, 'stop');
    assert.deepEqual(chat.requests[0]?.messages, [{ role: 'user', content: 'Within 3032 tokens?' }]);
  });

  it('is asked of DeepSeek-R1 as its makers advise, and its thought is not the answer', async () => {
    const thought = (): AsyncIterable<ChatEvent> => saying('~Hm.', 'Yes');
    const { chat, answers } = await asked('deepseek-r1:7b', thought);
    assert.equal(answers.at(-1)?.text, 'Yes');
    assert.ok(answers[0]?.isThinking);
    const { temperature, topP } = chat.requests[0]?.options ?? {};
    assert.deepEqual([temperature, topP], [0.6, 0.95]);
  });

  it('asks a model that can leave thinking not to think', async () => {
    const { chat } = await asked('qwen3:8b', () => saying('Yes'), ['completion', 'thinking']);
    assert.equal(chat.requests[0]?.think, false);
  });

  it('forgets text that turns out to have been a thought', async () => {
    async function* answer(): AsyncGenerator<ChatEvent> {
      await Promise.resolve();
      yield { kind: 'text', text: 'Hm. ' };
      yield { kind: 'text-was-thinking' };
      yield { kind: 'text', text: 'Yes' };
      yield { kind: 'done', finishReason: 'stop', metrics: {} };
    }
    const { answers } = await asked('deepseek-r1:7b', answer);
    assert.equal(answers.at(-1)?.text, 'Yes');
  });

  it('is refused in a sentence where no endpoint has a model', async () => {
    const hosts = hostsWith('embed', new FakeChatEngine(), ['embedding']);
    const answers = askModel(hosts, question, new AbortController().signal);
    await assert.rejects(answers.next(), /No endpoint has a model that can chat/);
  });
});

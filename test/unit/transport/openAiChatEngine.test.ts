import assert from 'node:assert/strict';
import { createNodeFetchTransport } from '../../../src/node/nodeFetchTransport';
import type { ChatEngine, ChatEvent, ChatRequest } from '../../../src/transport/chatEngine';
import { TransportError } from '../../../src/transport/errors';
import { createOpenAiChatEngine } from '../../../src/transport/openAiChatEngine';
import { FakeFaultyHost, giveJson, refuse } from '../../support/fakeFaultyHost';
import { VirtualClock } from '../../support/virtualClock';

const CHAT = 'POST /v1/chat/completions';
const request: ChatRequest = {
  model: 'r1',
  messages: [{ role: 'user', content: 'Why?' }],
  load: { numCtx: 8_192 },
  options: { numPredict: 64, temperature: 0.6 },
};
const delta = (fields: object, finish_reason: string | null = null): object => ({
  choices: [{ index: 0, delta: fields, finish_reason }],
});
const usage = { choices: [], usage: { prompt_tokens: 5, completion_tokens: 3 } };

describe('openAiChatEngine', () => {
  let host: FakeFaultyHost;
  let http: ReturnType<typeof createNodeFetchTransport>;
  let engine: ChatEngine;
  const never = new AbortController().signal;

  beforeEach(async () => {
    host = await FakeFaultyHost.start();
    http = createNodeFetchTransport('1.2.3');
    const timeouts = { connectMs: 1_000, firstByteMs: 20_000, betweenTokensMs: 5_000 };
    const endpoint = { url: host.url, timeouts, headers: () => Promise.resolve({}) };
    engine = createOpenAiChatEngine(endpoint, { http, clock: new VirtualClock() });
  });

  afterEach(async () => {
    http.dispose();
    await host.stop();
  });

  async function answered(asked: ChatRequest = request): Promise<ChatEvent[]> {
    const events: ChatEvent[] = [];
    for await (const event of engine.chat(asked, never)) events.push(event);
    return events;
  }

  function answersWith(...events: readonly object[]): void {
    host.on(CHAT, (response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      for (const event of events) response.write(`data: ${JSON.stringify(event)}\n\n`);
      response.end('data: [DONE]\n\n');
    });
  }

  async function sent(count: number): Promise<Record<string, unknown>> {
    return JSON.parse((await host.received(count)).body) as Record<string, unknown>;
  }

  it('gives thought, text and usage as they come', async () => {
    answersWith(
      delta({ reasoning_content: 'Hm.' }),
      delta({ content: 'Be' }),
      delta({ content: 'cause.' }, 'stop'),
      usage,
    );
    assert.deepEqual(await answered(), [
      { kind: 'thinking', text: 'Hm.' },
      { kind: 'text', text: 'Be' },
      { kind: 'text', text: 'cause.' },
      { kind: 'done', finishReason: 'stop', metrics: { promptTokens: 5, generatedTokens: 3 } },
    ]);
  });

  it('parts a thought that the template opened and the server left in the text', async () => {
    answersWith(delta({ content: 'Hm.\n</think>\n' }), delta({ content: '\nBecause.' }, 'stop'));
    assert.deepEqual((await answered()).slice(0, 3), [
      { kind: 'text', text: 'Hm.\n' },
      { kind: 'text-was-thinking' },
      { kind: 'text', text: 'Because.' },
    ]);
  });

  it('puts tool calls together from their pieces, and hands on what is no JSON object', async () => {
    const piece = (index: number, fields: object): object => delta({ tool_calls: [{ index, ...fields }] });
    answersWith(
      piece(0, { id: 'x', function: { name: 'read', arguments: '{"pa' } }),
      piece(0, { function: { arguments: 'th":"a"}' } }),
      piece(1, { function: { name: 'write', arguments: '{"path":' } }),
      delta({}, 'tool_calls'),
    );
    const calls = (await answered()).flatMap((event) => (event.kind === 'tool-call' ? [event.call] : []));
    assert.deepEqual(calls, [
      { id: 'x', name: 'read', arguments: { path: 'a' } },
      { id: 'call-2', name: 'write', arguments: {}, malformed: '{"path":' },
    ]);
  });

  it('writes thinking, images and tool results as servers know them', async () => {
    answersWith(delta({}, 'stop'));
    await answered({
      ...request,
      think: false,
      messages: [
        { role: 'user', content: 'See', images: ['/9j/AAAA'] },
        { role: 'assistant', content: '', toolCalls: [{ id: 'x', name: 'read', arguments: { path: 'a' } }] },
        { role: 'tool', content: 'text', toolName: 'read', toolCallId: 'x' },
      ],
    });
    const { chat_template_kwargs, messages, max_tokens, stream } = await sent(1);
    assert.deepEqual(chat_template_kwargs, { enable_thinking: false, thinking: false });
    assert.deepEqual([max_tokens, stream], [64, true]);
    assert.deepEqual(messages, [
      {
        role: 'user',
        content: [
          { type: 'text', text: 'See' },
          { type: 'image_url', image_url: { url: 'data:image/jpeg;base64,/9j/AAAA' } },
        ],
      },
      {
        role: 'assistant',
        content: '',
        tool_calls: [{ id: 'x', type: 'function', function: { name: 'read', arguments: '{"path":"a"}' } }],
      },
      { role: 'tool', content: 'text', tool_call_id: 'x' },
    ]);
  });

  it('leaves out what a server refuses by its name, from then on', async () => {
    const refusal = refuse(
      400,
      '{"error":{"message":"Unrecognized request argument: chat_template_kwargs"}}',
    );
    host.on(CHAT, (response, received) => {
      if (received.body.includes('chat_template_kwargs')) void refusal(response, received);
      else response.writeHead(200, { 'Content-Type': 'text/event-stream' }).end('data: [DONE]\n\n');
    });
    await answered({ ...request, think: true });
    await answered({ ...request, think: true });
    assert.equal(host.requests.length, 3);
  });

  it('fails where the server has no chat template for the model', async () => {
    host.on(CHAT, refuse(400, '{"message":"default chat template is no longer allowed","object":"error"}'));
    await assert.rejects(
      answered(),
      (thrown) => thrown instanceof TransportError && thrown.kind === 'bad-request',
    );
  });

  it('gives vectors in the order of the texts', async () => {
    host.on(
      'POST /v1/embeddings',
      giveJson({
        data: [
          { index: 1, embedding: [2] },
          { index: 0, embedding: [1] },
        ],
      }),
    );
    const vectors = await engine.embed({ model: 'e', inputs: ['a', 'b'] }, never);
    assert.deepEqual(
      vectors.map((vector) => [...vector]),
      [[1], [2]],
    );
  });
});

import assert from 'node:assert/strict';
import { createNodeFetchTransport } from '../../../src/node/nodeFetchTransport';
import type { ChatEngine, ChatEvent, ChatRequest } from '../../../src/transport/chatEngine';
import { TransportError, type TransportErrorKind } from '../../../src/transport/errors';
import { createOllamaChatEngine } from '../../../src/transport/ollamaChatEngine';
import { FakeFaultyHost, giveJson, refuse, writeLines } from '../../support/fakeFaultyHost';
import { VirtualClock } from '../../support/virtualClock';

const CHAT = 'POST /api/chat';
const request: ChatRequest = {
  model: 'r1:7b',
  messages: [{ role: 'user', content: 'Why?' }],
  load: { numCtx: 8_192, keepAlive: '30m' },
  options: { numPredict: 64, temperature: 0.6, topP: 0.95 },
};
const said = (message: object): object => ({
  message: { role: 'assistant', content: '', ...message },
  done: false,
});
const lastLine = {
  message: { role: 'assistant', content: '' },
  done: true,
  done_reason: 'stop',
  eval_count: 3,
};
const done: ChatEvent = { kind: 'done', finishReason: 'stop', metrics: { generatedTokens: 3 } };

describe('ollamaChatEngine', () => {
  let host: FakeFaultyHost;
  let http: ReturnType<typeof createNodeFetchTransport>;
  let engine: ChatEngine;
  const never = new AbortController().signal;

  beforeEach(async () => {
    host = await FakeFaultyHost.start();
    http = createNodeFetchTransport('1.2.3');
    const timeouts = { connectMs: 1_000, firstByteMs: 20_000, betweenTokensMs: 5_000 };
    const endpoint = { url: host.url, timeouts, headers: () => Promise.resolve({}) };
    engine = createOllamaChatEngine(endpoint, { http, clock: new VirtualClock() });
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

  function answersWith(...lines: readonly object[]): void {
    host.on(CHAT, (response) => {
      writeLines(response, ...lines);
      response.end();
    });
  }

  async function sent(count: number): Promise<Record<string, unknown>> {
    return JSON.parse((await host.received(count)).body) as Record<string, unknown>;
  }

  it('gives thought, text and the metrics as they come', async () => {
    answersWith(said({ thinking: 'Hm.' }), said({ content: 'Be' }), said({ content: 'cause.' }), lastLine);
    assert.deepEqual(await answered(), [
      { kind: 'thinking', text: 'Hm.' },
      { kind: 'text', text: 'Be' },
      { kind: 'text', text: 'cause.' },
      done,
    ]);
  });

  it('parts a thought that the host leaves in the text', async () => {
    answersWith(said({ content: '<thi' }), said({ content: 'nk>Hm.</think>\n\nBecause.' }), lastLine);
    assert.deepEqual(await answered(), [
      { kind: 'thinking', text: 'Hm.' },
      { kind: 'text', text: 'Because.' },
      done,
    ]);
  });

  it('leaves a tag in the text alone where the host gave the thought apart', async () => {
    answersWith(said({ thinking: 'Hm.' }), said({ content: '<think> opens one.' }), lastLine);
    assert.deepEqual((await answered())[1], { kind: 'text', text: '<think> opens one.' });
  });

  it('asks with the window, never cut, with the model kept, and loaded as completion would have it', async () => {
    answersWith(lastLine);
    await answered();
    assert.deepEqual(await sent(1), {
      model: 'r1:7b',
      messages: [{ role: 'user', content: 'Why?' }],
      stream: true,
      truncate: false,
      keep_alive: '30m',
      options: { num_ctx: 8_192, num_predict: 64, temperature: 0.6, top_p: 0.95 },
    });
  });

  it('writes images, tools, calls and results as the host knows them', async () => {
    answersWith(lastLine);
    const parameters = { type: 'object', properties: { path: { type: 'string' } } };
    await answered({
      ...request,
      think: 'high',
      tools: [{ name: 'read', description: 'Reads.', parameters }],
      messages: [
        { role: 'user', content: 'See', images: ['AAAA'] },
        {
          role: 'assistant',
          content: '',
          toolCalls: [{ id: 'call-1', name: 'read', arguments: { path: 'a' } }],
        },
        { role: 'tool', content: 'text', toolName: 'read', toolCallId: 'call-1' },
      ],
    });
    const { messages, tools, think } = await sent(1);
    assert.equal(think, 'high');
    assert.deepEqual(tools, [
      { type: 'function', function: { name: 'read', description: 'Reads.', parameters } },
    ]);
    assert.deepEqual(messages, [
      { role: 'user', content: 'See', images: ['AAAA'] },
      {
        role: 'assistant',
        content: '',
        tool_calls: [{ function: { name: 'read', arguments: { path: 'a' } } }],
      },
      { role: 'tool', content: 'text', tool_name: 'read' },
    ]);
  });

  it('gives tool calls, and says which are not what a tool takes', async () => {
    const call = (given: unknown): object => ({ function: { name: 'read', arguments: given } });
    answersWith(said({ tool_calls: [call({ path: 'a' }), call('{"path":'), call(['a'])] }), lastLine);
    assert.deepEqual((await answered()).slice(0, 3), [
      { kind: 'tool-call', call: { id: 'call-1', name: 'read', arguments: { path: 'a' } } },
      { kind: 'tool-call', call: { id: 'call-2', name: 'read', arguments: {}, malformed: '{"path":' } },
      { kind: 'tool-call', call: { id: 'call-3', name: 'read', arguments: {}, malformed: '["a"]' } },
    ]);
  });

  it('asks again without thinking where the host refuses it, and remembers it for the model', async () => {
    const refusal = refuse(400, '{"error":"\\"r1:7b\\" does not support thinking"}');
    host.on(CHAT, (response, received) => {
      if (received.body.includes('"think"')) {
        void refusal(response, received);
      } else {
        writeLines(response, said({ content: 'Because.' }), lastLine);
        response.end();
      }
    });
    const thinking: ChatRequest = { ...request, digest: 'd1', think: true };
    assert.deepEqual((await answered(thinking))[0], { kind: 'text', text: 'Because.' });
    await answered(thinking);
    assert.equal(host.requests.length, 3);
    await answered({ ...thinking, digest: 'd2' });
    assert.equal(host.requests.length, 5, 'Another version of the model is asked anew.');
  });

  const failures: readonly (readonly [number, string, TransportErrorKind])[] = [
    [400, '{"error":"\\"coder\\" does not support chat"}', 'unsupported'],
    [404, '{"error":"model \\"r1:7b\\" not found, try pulling it first"}', 'model-missing'],
    [400, '{"error":"the input length exceeds the context length"}', 'prompt-too-long'],
  ];
  for (const [status, body, kind] of failures) {
    it(`fails as ${kind} where the host says ${body}`, async () => {
      host.on(CHAT, refuse(status, body));
      await assert.rejects(answered(), (thrown) => thrown instanceof TransportError && thrown.kind === kind);
    });
  }

  it('gives what came before the connection broke, and then fails', async () => {
    host.on(CHAT, (response) => {
      writeLines(response, said({ content: 'Be' }));
      setImmediate(() => response.destroy());
    });
    const events: ChatEvent[] = [];
    const reading = (async () => {
      for await (const event of engine.chat(request, never)) events.push(event);
    })();
    await assert.rejects(
      reading,
      (thrown) => thrown instanceof TransportError && thrown.kind === 'connection-lost',
    );
    assert.deepEqual(events, [{ kind: 'text', text: 'Be' }]);
  });

  it('counts an answer without a last line as cut off', async () => {
    answersWith(said({ content: 'Be' }));
    assert.deepEqual((await answered()).at(-1), { kind: 'done', finishReason: 'cut-off', metrics: {} });
  });

  it('closes the connection when the answer is left', async () => {
    host.on(CHAT, (response) => writeLines(response, said({ content: 'Be' })));
    for await (const event of engine.chat(request, never)) {
      assert.equal(event.kind, 'text');
      break;
    }
    await (
      await host.received(1)
    ).leftEarly;
  });

  describe('embed', () => {
    it('gives one vector for each text', async () => {
      host.on(
        'POST /api/embed',
        giveJson({
          embeddings: [
            [0.5, 1],
            [0, 2],
          ],
        }),
      );
      const vectors = await engine.embed({ model: 'nomic', inputs: ['a', 'b'], keepAlive: -1 }, never);
      assert.deepEqual(
        vectors.map((vector) => [...vector]),
        [
          [0.5, 1],
          [0, 2],
        ],
      );
      assert.deepEqual(await sent(1), { model: 'nomic', input: ['a', 'b'], keep_alive: -1 });
    });

    it('fails where a text has no vector', async () => {
      host.on('POST /api/embed', giveJson({ embeddings: [[0.5]] }));
      await assert.rejects(
        engine.embed({ model: 'nomic', inputs: ['a', 'b'] }, never),
        (thrown) => thrown instanceof TransportError && thrown.kind === 'not-an-engine',
      );
    });
  });
});

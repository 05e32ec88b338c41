import assert from 'node:assert/strict';
import type { ChatEngine, ChatEvent } from '../../src/transport/chatEngine';
import { systemClock } from '../../src/common/clock';
import { createNodeFetchTransport } from '../../src/node/nodeFetchTransport';
import { TransportError } from '../../src/transport/errors';
import type { EngineEndpoint } from '../../src/transport/exchange';
import { createOllamaChatEngine } from '../../src/transport/ollamaChatEngine';
import { createOllamaEngine } from '../../src/transport/ollamaEngine';
import { defaultTimeouts } from '../../src/settings/settings';
import { requestTrail } from '../support/hostRequests';
import { skipBecause } from '../support/skip';
import { useTestHost } from '../support/testHost';

describe('Chat on a host', function () {
  this.timeout(120_000);
  const host = useTestHost();
  const http = createNodeFetchTransport('0.0.0');
  const never = new AbortController().signal;
  after(() => http.dispose());

  const endpointOf = (url: string): EngineEndpoint => ({
    url,
    timeouts: defaultTimeouts,
    headers: () => Promise.resolve({}),
  });
  const engine = (): ChatEngine =>
    createOllamaChatEngine(endpointOf(host().url), { http, clock: systemClock });

  async function answered(content: string, think?: boolean): Promise<ChatEvent[]> {
    const events: ChatEvent[] = [];
    const request = {
      model: host().model.tag,
      messages: [{ role: 'user', content } as const],
      load: { numCtx: 1_024 },
      options: { numPredict: 8, temperature: 0 },
      ...(think === undefined ? {} : { think }),
    };
    for await (const event of engine().chat(request, never)) events.push(event);
    return events;
  }

  it('answers with text, a finish reason and what it measured', async () => {
    const events = await answered('def add(a, b):\n    return');
    const done = events.at(-1);
    assert.ok(done?.kind === 'done');
    assert.ok((done.metrics.promptTokens ?? 0) > 0);
    assert.ok((done.metrics.generatedTokens ?? 0) > 0);
    assert.ok(events.some((event) => event.kind === 'text' && event.text !== ''));
  });

  it('answers a model that does not think, though thinking was asked for', async () => {
    const events = await answered('def add(a, b):\n    return', true);
    assert.equal(events.at(-1)?.kind, 'done');
  });

  it('finds the model loaded as completion asks for it', async function () {
    if (!host().embedded) skipBecause(this, 'only the embedded host tells what a request found in the cache');
    const text = 'export const value = 1;\n'.repeat(20);
    const completion = createOllamaEngine(endpointOf(host().url), { http, clock: systemClock });
    const asked = {
      model: host().model.tag,
      prompt: text,
      load: { numCtx: 1_024 },
      options: { numPredict: 1, temperature: 0 },
    };
    for await (const event of completion.generate(asked, never)) event;
    await answered(text);
    for await (const event of completion.generate(asked, never)) event;
    const [chatted, completed] = (await requestTrail(host())).slice(-2);
    for (const { route, promptTokens, cachedTokens } of [chatted!, completed!]) {
      assert.ok(cachedTokens >= promptTokens - 1, `${route}: ${cachedTokens} of ${promptTokens} tokens`);
    }
  });

  it('refuses a conversation that is longer than the window, instead of cutting it', async () => {
    await assert.rejects(
      answered('word '.repeat(4_000)),
      (thrown) => thrown instanceof TransportError && thrown.kind === 'prompt-too-long',
    );
  });

  it('embeds a text, or says that the host makes no embeddings', async () => {
    const embedding = engine().embed({ model: host().model.tag, inputs: ['text'] }, never);
    const outcome = await embedding.catch((thrown: unknown) => thrown);
    // Since Ollama runs models through llama.cpp's server, a model that completes has no embeddings.
    if (outcome instanceof TransportError) assert.equal(outcome.kind, 'unsupported');
    else assert.ok(((await embedding)[0]?.length ?? 0) > 0);
  });
});

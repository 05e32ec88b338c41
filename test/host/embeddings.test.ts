import assert from 'node:assert/strict';
import { systemClock } from '../../src/common/clock';
import { createChatHosts, type ChatHosts } from '../../src/hosts/chatHosts';
import { rightsOfWay } from '../../src/hosts/rightOfWay';
import { createNodeFetchTransport } from '../../src/node/nodeFetchTransport';
import { parseSettings } from '../../src/settings/parseSettings';
import { createOllamaChatEngine } from '../../src/transport/ollamaChatEngine';
import { createOllamaEngine } from '../../src/transport/ollamaEngine';
import { startEmbeddedHost } from '../support/embeddedHost';
import { memoryLog } from '../support/memoryLog';
import { skipBecause } from '../support/skip';

const model = 'fillwright-demo:latest';

/** The way to the host is that of the extension; the vectors are the demo model's. */
describe('Embeddings of a host', function () {
  this.timeout(300_000); // On first need llama.cpp is installed.
  const never = new AbortController().signal;
  const http = createNodeFetchTransport('0.0.0');
  const log = memoryLog();
  /** What ends what was started, the last first. */
  const ends: (() => unknown)[] = [() => http.dispose()];
  let url: string;
  let hosts: ChatHosts;

  before(async function () {
    const host = await startEmbeddedHost({ embeddings: true }).catch((error: unknown) =>
      skipBecause(this, String(error), 'model'),
    );
    ends.push(() => host.stop());
    url = host.url;
    hosts = hostsAt(url);
    ends.push(() => hosts.dispose());
  });
  after(async () => {
    for (const end of ends.reverse()) await end();
  });

  it('gives vectors of one size and length, the same for the same text', async () => {
    const { embedder } = hosts;
    assert.ok(embedder);
    const [first, second, again] = await embedder.embed(
      ['def add(a, b):', 'SELECT 1', 'def add(a, b):'],
      never,
    );
    assert.ok(first && second && again);
    assert.ok(first.length > 100, String(first.length));
    assert.equal(second.length, first.length);
    assert.ok(Math.abs(product(first, first) - 1) < 1e-3);
    assert.ok(product(first, again) > 0.999);
    assert.ok(product(first, second) < 0.99);
  });

  const refusals: readonly (readonly [what: string, body: object, status: number, message: RegExp])[] = [
    ['an input of another kind', { input: 7 }, 400, /invalid input type/],
    ['a list with something else in it', { input: ['a', 7] }, 400, /invalid input type/],
    ['a model that is not there', { model: 'nomic-embed-text', input: 'a' }, 404, /not found, try pulling/],
    [
      'what is too long and may not be cut',
      { input: 'word '.repeat(4_000), truncate: false },
      400,
      /the input length exceeds the context length/,
    ],
  ];
  for (const [what, body, status, message] of refusals) {
    it(`refuses ${what} as Ollama does`, async () => {
      const response = await asked(body);
      assert.equal(response.status, status);
      assert.match(await response.text(), message);
    });
  }

  it('answers in the shape of Ollama, cuts what is too long, and has nothing for nothing', async () => {
    const long = (await (await asked({ input: 'word '.repeat(4_000) })).json()) as EmbedAnswer;
    assert.equal(long.embeddings.length, 1);
    assert.ok(
      long.prompt_eval_count > 1_000 && long.prompt_eval_count <= 2_048,
      String(long.prompt_eval_count),
    );
    assert.ok(long.total_duration > 0);
    const none = (await (await asked({ input: [] })).json()) as EmbedAnswer;
    assert.deepEqual([none.embeddings, none.prompt_eval_count], [[], 0]);
  });

  function asked(body: object): Promise<Response> {
    return fetch(`${url}/api/embed`, { method: 'POST', body: JSON.stringify({ model, ...body }) });
  }

  function hostsAt(address: string): ChatHosts {
    const endpoints = [{ name: 'workshop', url: address, roles: { embedding: { model } } }];
    const store = new Map<string, unknown>();
    return createChatHosts(parseSettings({ endpoints }).settings, {
      enginesFor: ({ timeouts }) => {
        const endpoint = { url: address, timeouts, headers: () => Promise.resolve({}) };
        const ports = { http, clock: systemClock };
        return {
          inference: createOllamaEngine(endpoint, ports),
          chat: createOllamaChatEngine(endpoint, ports),
        };
      },
      store: { read: (key) => store.get(key), write: (key, value) => void store.set(key, value) },
      log,
      rights: rightsOfWay(systemClock),
      completionWindow: () => Promise.resolve(undefined),
    });
  }
});

interface EmbedAnswer {
  readonly embeddings: readonly (readonly number[])[];
  readonly prompt_eval_count: number;
  readonly total_duration: number;
}

function product(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
}

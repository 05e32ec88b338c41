import { unwatchedEndpoints } from '../support/unwatchedEndpoints';
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import {
  createQuestionEmbedding,
  type QuestionEmbedding,
} from '../../src/chat/attachments/questionEmbedding';
import { systemClock } from '../../src/common/clock';
import { createChatHosts, type ChatHosts } from '../../src/hosts/chatHosts';
import { rightsOfWay } from '../../src/hosts/rightOfWay';
import { embeddedRepository } from '../../src/node/embeddedRepository';
import { createNodeFetchTransport } from '../../src/node/nodeFetchTransport';
import { createWorkerPlanner, type WorkspacePlanner } from '../../src/node/workerPlanner';
import { parseSettings } from '../../src/settings/parseSettings';
import { createOllamaChatEngine } from '../../src/transport/ollamaChatEngine';
import { createOllamaEngine } from '../../src/transport/ollamaEngine';
import { fromRoot } from '../../tools/root';
import { waitUntil } from '../../tools/waitUntil';
import { startEmbeddedHost } from '../support/embeddedHost';
import { memoryLog } from '../support/memoryLog';
import { skipBecause } from '../support/skip';

const model = 'fillwright-demo:latest';
const files: Readonly<Record<string, string>> = {
  'src/cart.ts':
    'export function totalOf(prices: number[]): number {\n  return prices.reduce((a, b) => a + b, 0);\n}\n',
  'src/greeting.py': 'def greet(name):\n    """Say hello."""\n    print("Hello, " + name)\n',
  'src/queue.go':
    'package queue\n\nfunc Push(items []int, next int) []int {\n\treturn append(items, next)\n}\n',
};

/** The host, the worker and the way between them are those of the extension; the vectors are the demo model's. */
describe('@repo on a host that embeds', function () {
  this.timeout(300_000); // On first need llama.cpp is installed.
  const never = new AbortController().signal;
  const http = createNodeFetchTransport('0.0.0');
  const log = memoryLog();
  /** What ends what was started, the last first. */
  const ends: (() => unknown)[] = [() => http.dispose()];
  let url: string;
  let planner: WorkspacePlanner;
  let hosts: ChatHosts;
  let questions: QuestionEmbedding;

  before(async function () {
    const host = await startEmbeddedHost({ embeddings: true }).catch((error: unknown) =>
      skipBecause(this, String(error), 'model'),
    );
    ends.push(() => host.stop());
    url = host.url;
    const folder = mkdtempSync(path.join(os.tmpdir(), 'fillwright-repo-'));
    ends.push(() => rmSync(folder, { recursive: true, force: true }));
    planner = await plannerOf(folder);
    hosts = hostsAt(url);
    const embedder = (): ChatHosts['embedder'] => hosts.embedder;
    const repository = embeddedRepository(planner);
    questions = createQuestionEmbedding({ embedder, repository, clock: systemClock, log });
    ends.push(
      () => planner.dispose(),
      () => hosts.dispose(),
      () => questions.dispose(),
    );
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

  it('embeds the files behind the first question, and finds by meaning what shares no word', async () => {
    const repository = embeddedRepository(planner);
    const version = (await hosts.embedder?.version(never)) ?? '';
    assert.equal(await questions.embed('Where is anything?', never), undefined);
    const count = Object.keys(files).length;
    await waitUntil(async () => (await repository.pieces(version, never)) === count, {
      timeoutMs: 120_000,
      what: 'the files to be embedded',
    });
    const embedded = await questions.embed(`src/greeting.py\n${files['src/greeting.py'] ?? ''}`, never);
    assert.ok(embedded);
    const wordless = { kind: 'search', question: 'zzyzx', most: 3 } as const;
    assert.deepEqual(await planner.query(wordless, never), { kind: 'search', hits: [] });
    const found = await planner.query({ ...wordless, embedded }, never);
    assert.ok(found.kind === 'search');
    assert.equal(found.hits.length, count);
    assert.equal(found.hits[0]?.path, 'src/greeting.py');
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
      live: unwatchedEndpoints,
      completionWindow: () => Promise.resolve(undefined),
    });
  }

  async function plannerOf(root: string): Promise<WorkspacePlanner> {
    const workerFile = path.join(root, 'worker.cjs');
    await build({
      entryPoints: [fromRoot('src', 'node', 'contextWorker.ts')],
      outfile: workerFile,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      mainFields: ['module', 'main'],
      logLevel: 'error',
    });
    const workspace = path.join(root, 'workspace');
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(workspace, name)), { recursive: true });
      writeFileSync(path.join(workspace, name), text);
    }
    const made = createWorkerPlanner({ workerFile, log });
    let phase = '';
    made.onIndexProgress((progress) => (phase = progress.phase));
    made.workspaceChanged({
      folders: [{ name: 'workspace', root: workspace }],
      excludeGlobs: [],
      extensionRoot: fromRoot(),
    });
    await made.query({ kind: 'paths', typed: '', most: 1 }, never); // The first question starts the worker.
    await waitUntil(() => phase === 'ready', { timeoutMs: 60_000, what: 'the index' });
    return made;
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

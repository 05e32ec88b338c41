import assert from 'node:assert/strict';
import { systemClock } from '../../src/common/clock';
import { silentLog } from '../../src/common/log';
import { createCompletionHosts, type LiveCompletionHosts } from '../../src/hosts/completionHosts';
import { endpointEngine } from '../../src/hosts/endpointEngine';
import { memoryStore } from '../../src/hosts/keyValueStore';
import type { ModelSession } from '../../src/hosts/modelSession';
import { rightsOfWay } from '../../src/hosts/rightOfWay';
import { createNodeFetchTransport } from '../../src/node/nodeFetchTransport';
import type { SecretSource } from '../../src/settings/headerSecrets';
import { parseSettings } from '../../src/settings/parseSettings';
import { waitUntil } from '../../tools/waitUntil';
import { startEmbeddedHost } from '../support/embeddedHost';
import { TEST_WINDOW_TOKENS } from '../support/hostRequests';
import { skipBecause } from '../support/skip';

const PATIENCE_MS = 100_000;
const never = new AbortController().signal;
const noSecrets: SecretSource = { secret: () => Promise.resolve(undefined), environment: () => undefined };
const openEnd = 'const names = ["anna", "bert", "carl"];\nfor (const name of names) {\n';

type Host = Awaited<ReturnType<typeof startEmbeddedHost>>;

describe('Two real hosts, of which the first goes away', () => {
  const http = createNodeFetchTransport('9.9.9');
  let first: Host | undefined;
  let second: Host | undefined;
  let hosts: LiveCompletionHosts | undefined;

  before(async function () {
    this.timeout(300_000); // On first need llama.cpp is installed.
    try {
      first = await startEmbeddedHost();
      second = await startEmbeddedHost();
    } catch (error) {
      skipBecause(this, error instanceof Error ? error.message : String(error), 'model');
    }
    const { settings } = parseSettings({
      endpoints: [
        { name: 'first', url: first.url },
        { name: 'second', url: second.url },
      ],
      'completion.contextWindow': TEST_WINDOW_TOKENS,
    });
    hosts = createCompletionHosts(settings, {
      engineFor: (endpoint) => endpointEngine(endpoint, { http, clock: systemClock }, noSecrets),
      store: memoryStore(),
      clock: systemClock,
      log: silentLog,
      random: Math.random,
      rights: rightsOfWay(systemClock),
      hasWoken: () => false,
    });
  });

  after(async () => {
    hosts?.dispose();
    http.dispose();
    await Promise.all([first?.stop(), second?.stop()]);
  });

  async function session(documentUri = 'file:///a.ts'): Promise<ModelSession> {
    let opened: ModelSession | undefined;
    while (opened === undefined) opened = await hosts?.session(never, documentUri);
    return opened;
  }

  async function generated(from: ModelSession, numPredict: number, onWord?: () => void): Promise<string> {
    let text = '';
    for await (const event of from.generate(openEnd, { numPredict, temperature: 0 }, never)) {
      if (event.kind === 'text') text += event.text;
      onWord?.();
    }
    return text;
  }

  it('the second says the same within one request, and the lost one fails as a broken connection', async function () {
    this.timeout(PATIENCE_MS);
    // Whichever is ready sooner answers until both are.
    await session('file:///opened.ts');
    await waitUntil(() => hosts?.endpoints.every(({ health }) => health === 'ready') === true, {
      timeoutMs: PATIENCE_MS,
      what: 'the model on both hosts',
    });
    const before = await session();
    assert.equal(before.endpointName, 'first');
    const whole = await generated(before, 16);

    let stopped: Promise<void> | undefined;
    const broken = generated(before, 4_000, () => {
      stopped ??= first?.stop();
    });
    await assert.rejects(broken, { kind: 'connection-lost' });
    await stopped;

    const now = await session();
    assert.equal(now.endpointName, 'second');
    assert.equal(await generated(now, 16), whole);
    assert.deepEqual(
      hosts?.endpoints.map(({ health }) => health),
      ['unreachable', 'ready'],
    );
  });
});

import assert from 'node:assert/strict';
import { systemClock } from '../../../src/common/clock';
import { silentLog } from '../../../src/common/log';
import { createCompletionHosts, type LiveCompletionHosts } from '../../../src/hosts/completionHosts';
import { endpointEngine } from '../../../src/hosts/endpointEngine';
import { memoryStore } from '../../../src/hosts/keyValueStore';
import { rightsOfWay } from '../../../src/hosts/rightOfWay';
import { createEndpointTransports } from '../../../src/node/endpointTransports';
import { parseSettings } from '../../../src/settings/parseSettings';
import type { Settings } from '../../../src/settings/settings';
import { TransportError, type TransportErrorFacts } from '../../../src/transport/errors';
import { temporaryFolder } from '../../../tools/temporaryFolder';
import { waitUntil } from '../../../tools/waitUntil';
import { TEST_WINDOW_TOKENS } from '../../support/hostRequests';
import { makeSecondMachine, namespaceMissing, type SecondMachine } from '../../support/network/namespace';
import { skipBecause } from '../../support/skip';

const never = new AbortController().signal;
const noSecrets = { secret: () => Promise.resolve(undefined), environment: () => undefined };
const PATIENCE_MS = 120_000;
const quick = { connectMs: 2_000, firstByteMs: 20_000, betweenTokensMs: 3_000 };

describe('A host on a second machine', () => {
  const folder = temporaryFolder('namespace');
  const transports = createEndpointTransports('9.9.9', noSecrets);
  let machine: SecondMachine | undefined;
  let host: { readonly url: string; stop(): Promise<void> } | undefined;
  let hosts: LiveCompletionHosts | undefined;

  before(async function () {
    this.timeout(300_000);
    const missing = namespaceMissing();
    if (missing !== undefined) skipBecause(this, missing, 'netns');
    machine = makeSecondMachine();
    try {
      host = await machine.startHost(folder.path);
    } catch (error) {
      skipBecause(this, error instanceof Error ? error.message : String(error), 'model');
    }
  });

  afterEach(() => hosts?.dispose());

  after(async () => {
    transports.dispose();
    await host?.stop();
    machine?.remove();
    folder.remove();
  });

  function settingsFor(url: string): Settings {
    const { settings, problems } = parseSettings({
      endpoints: [{ url, timeouts: quick }],
      'completion.contextWindow': TEST_WINDOW_TOKENS,
    });
    assert.deepEqual(problems, []);
    return settings;
  }

  async function failureOf(url: string): Promise<TransportErrorFacts> {
    const [endpoint] = settingsFor(url).endpoints;
    assert.ok(endpoint);
    const ports = { http: transports.for(endpoint), clock: systemClock };
    try {
      await endpointEngine(endpoint, ports, noSecrets).version(never);
    } catch (thrown) {
      assert.ok(thrown instanceof TransportError, String(thrown));
      return thrown.facts;
    }
    return assert.fail('The request did not fail.');
  }

  function open(): LiveCompletionHosts {
    assert.ok(host);
    hosts = createCompletionHosts(settingsFor(host.url), {
      engineFor: (endpoint) =>
        endpointEngine(endpoint, { http: transports.for(endpoint), clock: systemClock }, noSecrets),
      store: memoryStore(),
      clock: systemClock,
      log: silentLog,
      random: Math.random,
      rights: rightsOfWay(systemClock),
      hasWoken: () => false,
    });
    hosts.open();
    return hosts;
  }

  /** Asks as a user does who goes on typing: whatever fails, the next key asks again. */
  async function complete(live: LiveCompletionHosts): Promise<boolean> {
    try {
      const session = await live.session(never);
      if (session === undefined) return false;
      const options = { numPredict: 4, temperature: 0 };
      for await (const event of session.generate('const a = 1;\nconst b =', options, never)) {
        if (event.kind === 'done') return true;
      }
      return false;
    } catch (thrown) {
      assert.ok(thrown instanceof TransportError, String(thrown));
      return false;
    }
  }

  const whenComplete = (live: LiveCompletionHosts): Promise<boolean> =>
    waitUntil(() => complete(live), { timeoutMs: PATIENCE_MS, what: 'a completion' });

  it('completes across the cable', async () => {
    assert.ok(await whenComplete(open()));
  });

  it('is named as too slow to accept a connection where a firewall drops every packet', async () => {
    assert.ok(machine);
    const failure = await failureOf(`http://${machine.blackHole}:11434`);
    assert.deepEqual([failure.kind, failure.phase], ['timeout', 'connect']);
  });

  it('is unreachable on a port where nothing listens', async () => {
    assert.ok(machine);
    const failure = await failureOf(`http://${machine.address}:11435`);
    assert.deepEqual([failure.kind, failure.code], ['unreachable', 'ECONNREFUSED']);
  });

  it('is lost when the cable is pulled, and completes again by itself when it is back', async () => {
    const live = open();
    await whenComplete(live);
    machine?.plug(false);
    await waitUntil(async () => !(await complete(live)) && live.state.kind === 'failed', {
      timeoutMs: PATIENCE_MS,
      what: 'the host to be missed',
    });
    machine?.plug(true);
    assert.ok(await whenComplete(live));
  });

  it('completes when it is started again after its end', async () => {
    const live = open();
    await whenComplete(live);
    await host?.stop();
    await waitUntil(async () => !(await complete(live)), { timeoutMs: PATIENCE_MS, what: 'its end' });
    host = await machine?.startHost(folder.path);
    assert.ok(await whenComplete(live));
  });

  it('completes over a link with delay and loss', async function () {
    try {
      machine?.impair('delay 80ms 20ms loss 2%');
    } catch (error) {
      skipBecause(
        this,
        `this kernel can't impair a link (tc netem): ${String(error).split('\n').at(-2) ?? ''}`,
      );
    }
    assert.ok(await whenComplete(open()));
  });
});

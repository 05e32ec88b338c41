import assert from 'node:assert/strict';
import { systemClock } from '../../src/common/clock';
import { silentLog } from '../../src/common/log';
import { createCompletionHosts, type LiveCompletionHosts } from '../../src/hosts/completionHosts';
import { endpointEngine } from '../../src/hosts/endpointEngine';
import { memoryStore } from '../../src/hosts/keyValueStore';
import type { ModelSession } from '../../src/hosts/modelSession';
import { rightsOfWay } from '../../src/hosts/rightOfWay';
import { createEndpointTransports } from '../../src/node/endpointTransports';
import { parseSettings } from '../../src/settings/parseSettings';
import { TEST_WINDOW_TOKENS } from '../support/hostRequests';
import { useTestHost } from '../support/testHost';

const never = new AbortController().signal;
const noSecrets = { secret: () => Promise.resolve(undefined), environment: () => undefined };
const PATIENCE_MS = 120_000;
const prompts = ['const a = 1;\nconst b =', 'def area(width, height):\n    return', 'for (const name of'];

describe('Two windows of an editor on one host', function () {
  this.timeout(PATIENCE_MS);
  const host = useTestHost();
  const transports = createEndpointTransports('9.9.9', noSecrets);
  const windows: LiveCompletionHosts[] = [];

  after(() => {
    for (const window of windows) window.dispose();
    transports.dispose();
  });

  /** Each window has a process of its own, so nothing is shared. */
  async function openWindow(): Promise<ModelSession> {
    const { settings } = parseSettings({
      endpoints: [{ url: host().url, roles: { completion: { model: host().model.tag } } }],
      'completion.contextWindow': TEST_WINDOW_TOKENS,
    });
    const window = createCompletionHosts(settings, {
      engineFor: (endpoint) =>
        endpointEngine(endpoint, { http: transports.for(endpoint), clock: systemClock }, noSecrets),
      store: memoryStore(),
      clock: systemClock,
      log: silentLog,
      random: Math.random,
      rights: rightsOfWay(systemClock),
      hasWoken: () => false,
    });
    windows.push(window);
    let session: ModelSession | undefined;
    while (session === undefined) session = await window.session(never);
    return session;
  }

  async function completed(session: ModelSession, prompt: string): Promise<string> {
    let text = '';
    for await (const event of session.generate(prompt, { numPredict: 16, temperature: 0 }, never)) {
      if (event.kind === 'text') text += event.text;
      else assert.notEqual(event.finishReason, 'cut-off');
    }
    return text;
  }

  async function typed(session: ModelSession): Promise<readonly string[]> {
    const texts: string[] = [];
    for (const prompt of prompts) texts.push(await completed(session, prompt));
    return texts;
  }

  it('each get whole completions while both ask at the same time, and none is failed', async () => {
    const [one, other] = [await openWindow(), await openWindow()];
    const texts = (await Promise.all([typed(one), typed(other)])).flat();
    assert.ok(
      texts.every((text) => text !== ''),
      JSON.stringify(texts),
    );
    assert.deepEqual(
      windows.map(({ state }) => state.kind),
      ['ready', 'ready'],
    );
  });
});

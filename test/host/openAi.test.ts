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
import type { GenerateEvent, InferenceEngine } from '../../src/transport/engine';
import { startEmbeddedHost } from '../support/embeddedHost';
import { TEST_WINDOW_TOKENS } from '../support/hostRequests';
import { skipBecause } from '../support/skip';

const never = new AbortController().signal;
const noSecrets = { secret: () => Promise.resolve(undefined), environment: () => undefined };
/** A prompt that models continue for long. */
const openEnd = 'const names = ["anna", "bert", "carl"];\nfor (const name of names) {\n';

/** Against the server that FILLWRIGHT_TEST_OPENAI_HOST names, with its first model, else the embedded host's `/v1`. */
describe("A server with OpenAI's API", () => {
  const transports = createEndpointTransports('9.9.9', noSecrets);
  let stop = (): Promise<void> => Promise.resolve();
  let hosts: LiveCompletionHosts | undefined;
  let engine: InferenceEngine;
  let session: ModelSession;

  before(async function () {
    this.timeout(300_000);
    const given = process.env.FILLWRIGHT_TEST_OPENAI_HOST;
    try {
      const started = given === undefined ? await startEmbeddedHost() : undefined;
      if (started !== undefined) stop = () => started.stop();
      session = await openedAt(given ?? started?.url ?? '');
    } catch (error) {
      if (given !== undefined) throw error;
      skipBecause(this, error instanceof Error ? error.message : String(error), 'model');
    }
  });

  after(async () => {
    hosts?.dispose();
    transports.dispose();
    await stop();
  });

  async function openedAt(url: string): Promise<ModelSession> {
    const raw = { endpoints: [{ url, engine: 'openai' }], 'completion.contextWindow': TEST_WINDOW_TOKENS };
    const { settings, problems } = parseSettings(raw);
    assert.deepEqual(problems, []);
    const [endpoint] = settings.endpoints;
    assert.ok(endpoint);
    engine = endpointEngine(endpoint, { http: transports.for(endpoint), clock: systemClock }, noSecrets);
    hosts = createCompletionHosts(settings, {
      engineFor: () => engine,
      store: memoryStore(),
      clock: systemClock,
      log: silentLog,
      random: Math.random,
      rights: rightsOfWay(systemClock),
      hasWoken: () => false,
    });
    let opened: ModelSession | undefined;
    while (opened === undefined) opened = await hosts.session(never);
    return opened;
  }

  interface Asked {
    readonly numPredict?: number;
    readonly stop?: readonly string[];
    readonly signal?: AbortSignal;
  }

  async function generated(
    prompt: string,
    { numPredict = 24, stop: stops, signal = never }: Asked = {},
  ): Promise<GenerateEvent[]> {
    const events: GenerateEvent[] = [];
    const options = { numPredict, temperature: 0, ...(stops === undefined ? {} : { stop: stops }) };
    for await (const event of session.generate(prompt, options, signal)) events.push(event);
    return events;
  }

  function textOf(events: readonly GenerateEvent[]): string {
    return events.map((event) => (event.kind === 'text' ? event.text : '')).join('');
  }

  function fimPrompt(prefix: string, suffix: string): string {
    const { tokens } = session.family;
    return `${tokens.prefix}${prefix}${tokens.suffix}${suffix}${tokens.middle}`;
  }

  it('opens with the window that it was started with, and leaves BOS to it', async () => {
    assert.equal(hosts?.state.kind, 'ready');
    assert.equal(session.window, TEST_WINDOW_TOKENS);
    assert.equal(session.writesBos, false);
    assert.match(await engine.version(never), /^OpenAI-style API/);
  });

  it('generates a middle from the raw prompt, the same each time, and tells the usage', async () => {
    const prompt = fimPrompt('function add(a, b) {\n  return ', ';\n}\n');
    const events = await generated(prompt);
    const last = events.at(-1);
    assert.ok(textOf(events) !== '');
    assert.ok(last?.kind === 'done' && last.finishReason !== 'cut-off');
    assert.ok((last.metrics.promptTokens ?? 0) > 5, JSON.stringify(last.metrics));
    assert.equal(textOf(await generated(prompt)), textOf(events));
  });

  it('streams piece by piece, and ends with "length" where it has said all it may', async () => {
    const events = await generated(openEnd, { numPredict: 6 });
    assert.ok(events.length > 3, JSON.stringify(events));
    const last = events.at(-1);
    assert.ok(last?.kind === 'done' && last.finishReason === 'length');
  });

  it('stops before a stop sequence', async () => {
    const free = textOf(await generated(openEnd, { numPredict: 32 }));
    const end = free.slice(4, 7);
    const events = await generated(openEnd, { numPredict: 32, stop: [end] });
    assert.equal(textOf(events), free.slice(0, free.indexOf(end)));
  });

  it('stops before the last of more stop sequences than such APIs take', async () => {
    const free = textOf(await generated(openEnd, { numPredict: 32 }));
    const end = free.slice(4, 7);
    const others = ['<|a|>', '<|b|>', '<|c|>', '<|d|>', '<|e|>'];
    const events = await generated(openEnd, { numPredict: 32, stop: [...others, end] });
    assert.equal(textOf(events), free.slice(0, free.indexOf(end)));
  });

  it('rejects at once when aborted, and serves the next request', async () => {
    const leave = new AbortController();
    const left = generated(openEnd, { numPredict: 500, signal: leave.signal });
    leave.abort();
    await assert.rejects(left, { name: 'AbortError' });
    assert.equal((await generated(openEnd, { numPredict: 1 })).at(-1)?.kind, 'done');
  });

  it('leaves off when the reader does', async () => {
    for await (const event of session.generate(openEnd, { numPredict: 1_000, temperature: 0 }, never)) {
      assert.equal(event.kind, 'text');
      break;
    }
    assert.equal((await generated(openEnd, { numPredict: 1 })).at(-1)?.kind, 'done');
  });

  it('says that a model is not served', async () => {
    await assert.rejects(engine.describeModel('no-such-model', never), { kind: 'model-missing' });
  });
});

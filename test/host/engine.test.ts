import assert from 'node:assert/strict';
import { isAbort } from '../../src/common/abort';
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
import type { GenerateEvent, InferenceEngine } from '../../src/transport/engine';
import { waitUntil } from '../../tools/waitUntil';
import { requestTrail, TEST_WINDOW_TOKENS, type TrailEntry } from '../support/hostRequests';
import { skipBecause } from '../support/skip';
import { useTestHost } from '../support/testHost';

const PATIENCE_MS = 100_000;
const never = new AbortController().signal;
const noSecrets: SecretSource = { secret: () => Promise.resolve(undefined), environment: () => undefined };
/** A prompt that models continue for long. */
const openEnd = 'const names = ["anna", "bert", "carl"];\nfor (const name of names) {\n';

describe('Our engine on a real host', () => {
  const host = useTestHost();
  const http = createNodeFetchTransport('9.9.9');
  let engine: InferenceEngine;
  let hosts: LiveCompletionHosts | undefined;
  let session: ModelSession;

  before(async () => {
    const { url, model } = host();
    const { settings, problems } = parseSettings({
      endpoints: [{ url, roles: { completion: { model: model.tag } } }],
      'completion.contextWindow': TEST_WINDOW_TOKENS,
    });
    assert.deepEqual(problems, []);
    hosts = createCompletionHosts(settings, {
      engineFor: (endpoint) => endpointEngine(endpoint, { http, clock: systemClock }, noSecrets),
      store: memoryStore(),
      clock: systemClock,
      log: silentLog,
      random: Math.random,
      rights: rightsOfWay(systemClock),
      hasWoken: () => false,
    });
    engine = endpointEngine(settings.endpoints[0]!, { http, clock: systemClock }, noSecrets);
    session = await openedSession();
  });

  after(() => {
    hosts?.dispose();
    http.dispose();
  });

  async function openedSession(): Promise<ModelSession> {
    let opened: ModelSession | undefined;
    while (opened === undefined) opened = await hosts?.session(never);
    return opened;
  }

  async function generated(prompt: string, numPredict = 24, signal = never): Promise<GenerateEvent[]> {
    const events: GenerateEvent[] = [];
    for await (const event of session.generate(prompt, { numPredict, temperature: 0 }, signal))
      events.push(event);
    return events;
  }

  function textOf(events: readonly GenerateEvent[]): string {
    return events.map((event) => (event.kind === 'text' ? event.text : '')).join('');
  }

  /** The host's record of the newest generation (a load is none), once it ended so. */
  const lastGeneration = (finish: TrailEntry['finish'] = 'done'): Promise<TrailEntry> =>
    waitUntil(
      async () => {
        const entries = await requestTrail(host());
        const last = entries
          .filter(({ route, promptTokens }) => route.includes('/api/generate') && promptTokens > 0)
          .at(-1);
        return last?.finish === finish && last;
      },
      { timeoutMs: PATIENCE_MS, what: `the generation to be ${finish}` },
    );

  it('opens the model with the window that the host really gives', async () => {
    assert.equal(session.tag, host().model.tag);
    assert.equal(session.window, TEST_WINDOW_TOKENS);
    assert.equal(hosts?.state.kind, 'ready');
    const loaded = await engine.loadedModels(never);
    assert.equal(loaded.find((model) => model.tag === session.tag)?.contextLength, TEST_WINDOW_TOKENS);
  });

  it('lists and describes the model, with its vocabulary on request', async () => {
    const listings = await engine.listModels(never);
    assert.ok(listings.some(({ tag, sizeBytes }) => tag === session.tag && sizeBytes > 1_000_000));
    const { info } = await engine.describeModel(session.tag, never);
    assert.equal(typeof info['general.architecture'], 'string');
    const vocabulary = JSON.parse(new TextDecoder().decode(await session.vocabulary(never))) as {
      model_info: { 'tokenizer.ggml.tokens': string[] };
    };
    assert.ok(vocabulary.model_info['tokenizer.ggml.tokens'].length > 1_000);
  });

  it('generates a middle, the same each time, and ends with the counts', async () => {
    const prompt = host().model.fimPrompt('function add(a, b) {\n  return ', ';\n}\n');
    const events = await generated(prompt);
    const last = events.at(-1);
    assert.ok(textOf(events) !== '');
    assert.ok(last?.kind === 'done' && last.finishReason !== 'cut-off');
    assert.ok((last.metrics.promptTokens ?? 0) > 5 && (last.metrics.decodeMs ?? 0) > 0);
    assert.equal(textOf(await generated(prompt)), textOf(events));
  });

  it('streams piece by piece and ends with "length" where it has said all it may', async () => {
    const events = await generated(openEnd, 5);
    assert.ok(events.length > 3, JSON.stringify(events));
    const last = events.at(-1);
    assert.ok(last?.kind === 'done' && last.finishReason === 'length');
    assert.equal(last.metrics.generatedTokens, 5);
  });

  it('is told how sure the model is of each token, where that is asked', async function () {
    const asked = { numPredict: 12, temperature: 0, logProbabilities: true } as const;
    const told: number[] = [];
    let generatedTokens = 0;
    for await (const event of session.generate(openEnd, asked, never)) {
      if (event.kind === 'text') told.push(...(event.logProbabilities ?? []));
      else generatedTokens = event.metrics.generatedTokens ?? 0;
    }
    if (told.length === 0 && !host().embedded) skipBecause(this, 'this host gives no log probabilities');
    assert.equal(told.length, generatedTokens);
    assert.ok(
      told.every((value) => Number.isFinite(value) && value <= 0),
      JSON.stringify(told),
    );
    assert.ok(new Set(told).size > 1, 'not all tokens are as sure');
    const unasked = await generated(openEnd, 3);
    assert.ok(unasked.every((event) => event.kind !== 'text' || event.logProbabilities === undefined));
  });

  it('gets a whole prompt or a refusal, never a cut one', async () => {
    await assert.rejects(generated('word '.repeat(2 * TEST_WINDOW_TOKENS)), { kind: 'prompt-too-long' });
    assert.equal((await generated(openEnd, 1)).at(-1)?.kind, 'done');
  });

  it('says that a model is missing', async () => {
    await assert.rejects(engine.describeModel('no-such-model:1b', never), { kind: 'model-missing' });
  });

  it('rejects at once when aborted, and serves the next request', async () => {
    const leave = new AbortController();
    const left = generated(openEnd, 500, leave.signal);
    leave.abort();
    await assert.rejects(left, { name: 'AbortError' });
    assert.equal((await generated(openEnd, 1)).at(-1)?.kind, 'done');
  });

  it('ends the older of two requests, which is no failure', async () => {
    const older = generated(openEnd, 500).catch((thrown: unknown) => thrown);
    const newer = await generated(openEnd, 2);
    assert.ok(isAbort(await older));
    assert.equal(newer.at(-1)?.kind, 'done');
    assert.equal(hosts?.state.kind, 'ready');
  });

  describe('as the host saw it', () => {
    before(function () {
      if (!host().embedded) skipBecause(this, 'only the embedded host tells what became of a request');
    });

    it('goes by our name and version', async () => {
      await generated(openEnd, 1);
      assert.equal((await lastGeneration()).userAgent, 'fillwright/9.9.9');
    });

    it('stops generating when the reader leaves', async () => {
      for await (const event of session.generate(openEnd, { numPredict: 1_000, temperature: 0 }, never)) {
        assert.equal(event.kind, 'text');
        break;
      }
      const { generatedTokens } = await lastGeneration('aborted');
      assert.ok(generatedTokens < 500, `${generatedTokens} tokens`);
    });

    it('reads only what follows the common head of two prompts', async () => {
      const head = 'export const value = 1;\n'.repeat(40);
      await generated(`${head}const first = `, 1);
      await generated(`${head}const second = `, 1);
      const { promptTokens, cachedTokens } = await lastGeneration();
      assert.ok(cachedTokens >= promptTokens - 20, `${cachedTokens} of ${promptTokens} tokens reused`);
    });
  });
});

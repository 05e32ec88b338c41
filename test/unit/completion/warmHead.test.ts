import assert from 'node:assert/strict';
import { simulatedCounter } from '../../../bench/simulatedTokens';
import { SimulatedHost } from '../../../bench/simulatedHost';
import { silentLog } from '../../../src/common/log';
import { createCompletionEngine, type CompletionEngine } from '../../../src/completion/engine';
import type { IgnoredCheck } from '../../../src/completion/trigger';
import { openTabs } from '../../../src/context/openTabs';
import { createPlanner } from '../../../src/context/planner';
import type { PromptPlanner } from '../../../src/context/promptPlanner';
import { defaultSettings, type CompletionSettings } from '../../../src/settings/settings';
import { target, typed } from '../../support/markedText';
import { VirtualClock } from '../../support/virtualClock';

const speed = { prefillTokensPerSecond: 1500, decodeTokensPerSecond: 50, lateAbort: false };
const at = target('export function f(a: number) {\n  return ‸\n}\n');

interface Setup {
  readonly engine: CompletionEngine;
  readonly host: SimulatedHost;
  readonly clock: VirtualClock;
  /** Digests of the models whose vocabularies the planner was given. */
  readonly learned: readonly string[];
  readonly planner: PromptPlanner;
}

function setup(
  settings: Partial<CompletionSettings> = {},
  snoozed = false,
  tabs = 8,
  { isIgnored, answer = 'a + 1;\n' }: { isIgnored?: IgnoredCheck; answer?: string } = {},
): Setup {
  const clock = new VirtualClock();
  const host = new SimulatedHost(clock, speed, () => answer, 16_384);
  const planner = createPlanner({
    gatherer: openTabs,
    counterFrom: () => undefined,
    estimate: simulatedCounter,
    log: silentLog,
  });
  const learned: string[] = [];
  const learnVocabulary = (digest: string): Promise<void> => Promise.resolve(void learned.push(digest));
  planner.documentsOpened(
    Array.from({ length: tabs }, (_, file) => ({
      uri: `file:///work/src/part${file}.ts`,
      path: `src/part${file}.ts`,
      languageId: 'typescript',
      version: 1,
      text: Array.from(
        { length: 40 },
        (_, line) => `export const value${file}x${line} = compute(${line});\n`,
      ).join(''),
    })),
  );
  const engine = createCompletionEngine({
    hosts: host,
    planner: { ...planner, learnVocabulary },
    clock,
    log: silentLog,
    settings: () => ({ ...defaultSettings.completion, ...settings }),
    isSnoozed: () => snoozed,
    ...(isIgnored && { isIgnored }),
  });
  return { engine, host, clock, learned, planner };
}

function tokensRead(host: SimulatedHost): number {
  return host.requests.reduce((tokens, request) => tokens + request.prefilled, 0);
}

describe('reading ahead', () => {
  it('has read the whole head before the first key, one token generated a step', async () => {
    const { engine, host, clock } = setup();
    engine.moved(at);
    await clock.advance(10_000);
    assert.ok(host.requests.length > 3);
    assert.ok(host.requests.every((request) => request.options.numPredict === 1));
    assert.ok(host.requests.every((request) => request.abortedAt === undefined));
    const before = tokensRead(host);
    void engine.complete({ target: typed(at, 'a.'), trigger: 'automatic' }, new AbortController().signal);
    await clock.advance(2_000);
    assert.ok(tokensRead(host) - before < 100);
  });

  it("gets the model's vocabulary, so that the head is planned by exact counts before the first key", async () => {
    const { engine, clock, learned } = setup();
    engine.moved(at);
    await clock.advance(10_000);
    assert.equal(learned.length, 1);
  });

  it('stops when all is read', async () => {
    const { engine, host, clock } = setup();
    engine.moved(at);
    await clock.advance(10_000);
    const { length } = host.requests;
    await clock.advance(60_000);
    assert.equal(host.requests.length, length);
  });

  it('lets a completion have the host at once, and goes on behind what was read', async () => {
    const { engine, host, clock } = setup();
    engine.moved(at);
    await clock.advance(900);
    const half = tokensRead(host);
    const answer = engine.complete(
      { target: typed(at, 'a.'), trigger: 'automatic' },
      new AbortController().signal,
    );
    assert.equal((await clock.finish(answer)).kind, 'shown');
    const completion = host.requests.find((request) => request.options.numPredict > 1)!;
    assert.ok(completion.startedAt! - completion.arrivedAt <= 250, 'it waited for more than one step');
    assert.ok(
      completion.reevaluated <= 400,
      `${completion.reevaluated} tokens to read before it could speak`,
    );
    assert.ok(half > 0);
    await clock.advance(10_000);
    assert.ok(
      tokensRead(host) < 1.3 * Math.max(...host.requests.map((request) => request.promptTokens)) + 400,
    );
  });

  const more = { uri: 'file:///work/src/more.ts', path: 'src/more.ts', languageId: 'typescript', version: 1 };
  const grown = { ...more, text: 'export const more = 1;\n'.repeat(200) };

  it('reads what the repository gives later as well, though no key is pressed', async () => {
    const { engine, planner, host, clock } = setup({}, false, 1);
    engine.moved(at);
    await clock.advance(10_000);
    const before = tokensRead(host);
    planner.documentsOpened([grown]);
    engine.contextGrew();
    await clock.advance(5_000);
    assert.ok(tokensRead(host) - before > 1_000);
  });

  it('looks for a better plan once the user has stopped to think', async () => {
    const { engine, planner, host, clock } = setup({}, false, 1);
    engine.moved(at);
    await clock.advance(2_000);
    const before = tokensRead(host);
    planner.documentsOpened([grown]);
    await clock.advance(5_000);
    const read = tokensRead(host) - before;
    assert.ok(read > 1_000, `${read} tokens of it are read`);
  });

  it('begins what is left of a long file behind its context only once the user has stopped to think', async () => {
    const { engine, host, clock } = setup({}, false, 1);
    const long = target(`${'const value = compute(1, 2, 3);\n'.repeat(400)}‸`);
    engine.moved(long);
    await clock.advance(1_000);
    engine.moved(typed(long, 'a'));
    await clock.advance(400);
    const asked = host.requests.length;
    await clock.advance(2_400);
    assert.equal(host.requests.length, asked);
    await clock.advance(5_000);
    const read = Math.max(...host.requests.map(({ promptTokens }) => promptTokens));
    assert.ok(read > 3_500, `only ${read} tokens are read at last`);
  });

  it('reads what is left of a long file while a long suggestion is typed along', async () => {
    const answer = `compute(${Array.from({ length: 30 }, (_, index) => `part${index}`).join(', ')});\n`;
    const { engine, host, clock } = setup({}, false, 1, { answer });
    const long = target(`${'const value = compute(1, 2, 3);\n'.repeat(400)}const all = ‸`);
    const type = async (text: string): Promise<void> => {
      engine.moved(typed(long, text));
      void engine.complete({ target: typed(long, text), trigger: 'automatic' }, new AbortController().signal);
      await clock.advance(150);
    };
    engine.moved(long);
    await clock.advance(1_000);
    for (let key = 0; key < 40; key += 1) await type(answer.slice(0, key));
    const read = Math.max(...host.requests.map(({ promptTokens }) => promptTokens));
    assert.ok(read > 3_500, `only ${read} tokens are read`);
    const completions = host.requests.filter(({ options }) => options.numPredict !== 1);
    assert.equal(completions.length, 1);
  });

  it('rests when the model was taken off the host, until the next key', async () => {
    const { engine, host, clock } = setup();
    engine.moved(at);
    await clock.advance(600);
    engine.rest();
    const asked = host.requests.length;
    assert.ok(asked > 0);
    await clock.advance(60_000);
    assert.equal(host.requests.length, asked);
    engine.moved(typed(at, 'a'));
    await clock.advance(10_000);
    assert.ok(host.requests.length > asked);
  });

  it('sends nothing of an ignored file', async () => {
    const { engine, host, clock } = setup({}, false, 8, {
      isIgnored: (uri) => Promise.resolve(uri === at.uri),
    });
    engine.moved(at);
    await clock.advance(10_000);
    assert.equal(host.requests.length, 0);
  });

  const never: readonly (readonly [string, Partial<CompletionSettings>, boolean])[] = [
    ['when it is off', { warmUp: 'off' }, false],
    ['on opening a file when it is for typing only', { warmUp: 'onType' }, false],
    ['when completion is off', { enabled: false }, false],
    ['in a language that is off', { languages: { '*': false } }, false],
    ['while snoozed', {}, true],
  ];
  for (const [name, settings, snoozed] of never) {
    it(`does not begin ${name}`, async () => {
      const { engine, host, clock } = setup(settings, snoozed);
      engine.moved(at);
      await clock.advance(10_000);
      assert.equal(host.requests.length, 0);
    });
  }

  it('keeps a secret file to itself', async () => {
    const { engine, host, clock } = setup();
    engine.moved({ ...at, path: '.env', uri: 'file:///work/.env' });
    await clock.advance(10_000);
    assert.equal(host.requests.length, 0);
  });

  it('begins once something was typed when it is for typing only', async () => {
    const { engine, host, clock } = setup({ warmUp: 'onType' });
    engine.moved(at);
    await clock.advance(1_000);
    engine.moved(typed(at, 'a'));
    await clock.advance(1_000);
    assert.ok(host.requests.length > 0);
  });

  it('leaves the host alone while the window is not in front', async () => {
    const { engine, host, clock } = setup();
    engine.focusChanged(false);
    engine.moved(at);
    await clock.advance(5_000);
    assert.equal(tokensRead(host), 0);
    engine.focusChanged(true);
    await clock.advance(5_000);
    assert.ok(tokensRead(host) > 0);
  });

  it('leaves the host to others once nobody has typed or changed files for two minutes', async () => {
    const { engine, host, clock } = setup();
    engine.focusChanged(false);
    engine.moved(at);
    await clock.advance(121_000);
    engine.focusChanged(true);
    await clock.advance(10_000);
    assert.equal(host.requests.length, 0);
    engine.moved(typed(at, 'a'));
    await clock.advance(10_000);
    assert.ok(tokensRead(host) > 0);
  });

  it('waits twice as long each time another client has taken its place in the cache', async () => {
    const { engine, host, clock } = setup({}, false, 24);
    engine.moved(at);
    await clock.advance(2_000);
    const { length } = host.requests;
    for (let waited = 0; waited < 60_000; waited += 100) {
      host.forget();
      await clock.advance(100);
    }
    const steps = host.requests.slice(length);
    const gaps = steps.map(({ arrivedAt }, step) => arrivedAt - (steps[step - 1]?.arrivedAt ?? arrivedAt));
    const waits = gaps.filter((gap) => gap >= 5_000);
    assert.ok(waits.length >= 2, gaps.join(' '));
    assert.ok(waits[1]! >= 1.5 * waits[0]!, gaps.join(' '));
  });

  it('ends with the engine', async () => {
    const { engine, host, clock } = setup();
    engine.moved(at);
    await clock.advance(500);
    engine.dispose();
    const { length } = host.requests;
    await clock.advance(5_000);
    assert.equal(host.requests.length, length);
  });
});

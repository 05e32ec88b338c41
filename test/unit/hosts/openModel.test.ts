import assert from 'node:assert/strict';
import { memoryStore } from '../../../src/hosts/keyValueStore';
import { openModel, type Opening } from '../../../src/hosts/openModel';
import { parseSettings } from '../../../src/settings/parseSettings';
import type { GenerateEvent, GenerateRequest } from '../../../src/transport/engine';
import { FakeEngine, fakeDeepseekCoder, type FakeHostedModel } from '../../support/fakeEngine';

const signal = new AbortController().signal;
const contextWindow = { tokens: 4_096, explicit: false };

/** An import that tells neither by end token, template nor name what it is. */
function untold(tag: string): FakeHostedModel {
  const sure = fakeDeepseekCoder({ gpuGib: 24 });
  const info = Object.entries(sure.description.info).filter(([key]) => !key.endsWith('_token_id'));
  return {
    ...sure,
    listing: { ...sure.listing, tag, digest: `digest of ${tag}` },
    description: { ...sure.description, info: Object.fromEntries(info) },
  };
}

describe('openModel, with a model whose description leaves doubt', () => {
  let engine: FakeEngine;
  let store: ReturnType<typeof memoryStore>;

  beforeEach(() => {
    engine = new FakeEngine();
    store = memoryStore();
  });

  /** `answers`: what each model says to every prompt. */
  function answering(answers: Readonly<Record<string, string>>): void {
    // eslint-disable-next-line @typescript-eslint/require-await -- A scripted answer waits for nothing.
    engine.answer = async function* ({ model }: GenerateRequest): AsyncGenerator<GenerateEvent> {
      yield { kind: 'text', text: answers[model] ?? '' };
      yield { kind: 'done', finishReason: 'stop', metrics: {} };
    };
  }

  function open(model?: string): Promise<Opening> {
    const roles = model === undefined ? {} : { completion: { model } };
    const [endpoint] = parseSettings({ endpoints: [{ url: 'gpu-box', roles }] }).settings.endpoints;
    assert.ok(endpoint);
    return openModel(endpoint, contextWindow, { engine, store, onChosen: () => undefined }, signal);
  }

  it('settles it with a real infill, once', async () => {
    engine.models = [untold('mine')];
    answering({ mine: 'a + b\n' });
    assert.equal((await open()).kind, 'opened');
    assert.match(engine.requests[0]?.prompt ?? '', /def add\(a, b\)/);
    assert.equal((await open()).kind, 'opened');
    assert.equal(engine.requests.length, 1);
  });

  it('says of one that fills no gap why it was tried, and what to pull', async () => {
    engine.models = [untold('mine')];
    answering({ mine: 'Sure, here is the code' });
    const opening = await open('mine');
    assert.ok(opening.kind === 'no-fim');
    assert.match(opening.explanation, /^mine tells neither .* in a trial it did not fill a gap/);
    assert.equal(opening.pull, 'deepseek-coder:6.7b-base');
    const tried = engine.requests.length;
    await open('mine');
    assert.equal(engine.requests.length, tried);
  });

  it('goes on to the next one where the user named none', async () => {
    engine.models = [untold('coder-a'), untold('coder-b')];
    answering({ 'coder-b': 'a + b' });
    const opening = await open();
    assert.equal(opening.kind === 'opened' && opening.opened.tag, 'coder-b');
  });

  it('asks nothing of one that is sure', async () => {
    engine.models = [fakeDeepseekCoder({ gpuGib: 24 })];
    assert.equal((await open()).kind, 'opened');
    assert.deepEqual(engine.requests, []);
  });
});

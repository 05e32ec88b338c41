import assert from 'node:assert/strict';
import { listHostModels, modelWords } from '../../../src/hosts/modelList';
import { modelReport } from '../../../src/hosts/modelReport';
import type { LoadedModel, ModelListing } from '../../../src/transport/engine';
import { assertNoEnglish, inChinese } from '../../support/chinese';
import { FakeEngine, fakeDeepseekCoder } from '../../support/fakeEngine';

const GIB = 2 ** 30;
const NOW = Date.parse('2026-03-01T12:00:00Z');
const signal = new AbortController().signal;
const listing: ModelListing = {
  tag: 'deepseek-coder:6.7b-base',
  digest: 'ce298d984115b93bb1bf80f47fbc98f6',
  sizeBytes: 3.8e9,
  parameterSize: '7B',
  quantization: 'Q4_0',
};

function loaded(more: Partial<LoadedModel>): LoadedModel {
  return { tag: listing.tag, digest: listing.digest, sizeBytes: 12 * GIB, vramBytes: 12 * GIB, ...more };
}

describe('the models of a host', () => {
  it('stand in order, the loaded ones first', async () => {
    const engine = new FakeEngine();
    const { description, place } = fakeDeepseekCoder({ gpuGib: 24 });
    engine.models = ['b', 'c', 'a'].map((tag) => ({ listing: { ...listing, tag }, description, place }));
    engine.loaded = [loaded({ tag: 'c' })];
    const models = await listHostModels(engine, signal);
    assert.deepEqual(
      models.map((model) => [model.listing.tag, model.loaded !== undefined]),
      [
        ['c', true],
        ['a', false],
        ['b', false],
      ],
    );
  });

  const cases: readonly [what: string, loaded: LoadedModel | undefined, words: string][] = [
    ['on the disk alone', undefined, '7B · Q4_0 · 3.8 GB'],
    [
      'in memory for a while',
      loaded({ contextLength: 16_384, expiresAt: NOW + 240_000 }),
      'loaded with 16,384 tokens, 4 min left · 7B · Q4_0 · 3.8 GB',
    ],
    ['in memory for good', loaded({ expiresAt: NOW + 1e13 }), 'loaded, for good · 7B · Q4_0 · 3.8 GB'],
    ['whose time is over', loaded({ expiresAt: NOW - 1 }), 'loaded · 7B · Q4_0 · 3.8 GB'],
    ['on the CPU', loaded({ vramBytes: 0 }), 'loaded, on the CPU · 7B · Q4_0 · 3.8 GB'],
    ['too large for the GPU', loaded({ vramBytes: GIB }), 'loaded, partly on the CPU · 7B · Q4_0 · 3.8 GB'],
  ];
  for (const [what, inMemory, words] of cases) {
    it(`tell of one ${what}: ${words}`, () => {
      const model = { listing, ...(inMemory && { loaded: inMemory }) };
      assert.equal(modelWords(model, NOW), words);
      assertNoEnglish(inChinese(() => modelWords(model, NOW)));
    });
  }
});

describe('the report on a model', () => {
  /** Names, units, and what the host says. */
  const KEPT = new Set(
    'deepseek coder DeepSeek Coder base box GB GiB completion text stop Prompt ce'.split(' '),
  );
  const { description } = fakeDeepseekCoder({ gpuGib: 24 });

  it('tells its size, context, cache, capabilities and whether it completes', () => {
    const text = modelReport('gpu box', { listing }, { ...description, licence: 'A\nB\nC\nD' }, NOW);
    assert.match(text, /^# deepseek-coder:6\.7b-base\n/);
    assert.match(text, /\| Context \| 16,384 tokens \|/);
    assert.match(text, /\| Cache per 1,000 tokens \| 0\.49 GiB \|/);
    assert.match(text, /\| Capabilities \| completion \|/);
    assert.match(text, /\| Code completion \| yes, as DeepSeek-Coder \|/);
    assert.match(text, /## Template\n\n```text\n\{\{ \.Prompt \}\}\n```/);
    assert.match(text, /## Licence\n\n```text\nA\nB\nC\n```/);
  });

  it('speaks Chinese around what the host says', () => {
    const details = { ...description, parameters: 'stop x', system: 'x', licence: 'x' };
    const text = inChinese(() => modelReport('box', { listing, loaded: loaded({}) }, details, NOW));
    assert.deepEqual(
      text.match(/[a-z]{2,}/gi)?.filter((word) => !KEPT.has(word)),
      [],
    );
  });

  it('keeps a template with fences of its own within its fence', () => {
    const text = modelReport('gpu box', { listing }, { ...description, template: '```\nx\n````' }, NOW);
    assert.match(text, /`````text\n```\nx\n````\n`````/);
  });
});

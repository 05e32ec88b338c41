import assert from 'node:assert/strict';
import { byPreference } from '../../../src/hosts/modelChoice';
import { FakeEngine } from '../../support/fakeEngine';

const signal = new AbortController().signal;

describe('byPreference', () => {
  const cases: readonly {
    what: string;
    tags: Readonly<Record<string, number>>;
    loaded?: readonly string[];
    order: readonly string[];
  }[] = [
    {
      what: 'puts the base models of DeepSeek-Coder first',
      tags: { 'llama3:8b': 4.7, 'qwen2.5-coder:7b-base': 4.7, 'deepseek-coder:1.3b-base': 0.8 },
      order: ['deepseek-coder:1.3b-base', 'qwen2.5-coder:7b-base', 'llama3:8b'],
    },
    {
      what: 'puts a base model before its instruct sibling',
      tags: { 'deepseek-coder:6.7b': 3.8, 'deepseek-coder:6.7b-base': 3.8 },
      order: ['deepseek-coder:6.7b-base', 'deepseek-coder:6.7b'],
    },
    {
      what: 'takes the largest that suits a common card, then the smaller of the others',
      tags: {
        'deepseek-coder:33b-base': 19,
        'deepseek-coder:1.3b-base': 0.8,
        'deepseek-coder:6.7b-base': 3.8,
        'deepseek-coder:33b-base-q8_0': 35,
      },
      order: [
        'deepseek-coder:6.7b-base',
        'deepseek-coder:1.3b-base',
        'deepseek-coder:33b-base',
        'deepseek-coder:33b-base-q8_0',
      ],
    },
    {
      what: 'prefers a loaded one among those that are likely to complete',
      tags: { 'deepseek-coder:6.7b-base': 3.8, 'qwen2.5-coder:1.5b': 1, 'llama3:8b': 4.7 },
      loaded: ['qwen2.5-coder:1.5b', 'llama3:8b'],
      order: ['qwen2.5-coder:1.5b', 'deepseek-coder:6.7b-base', 'llama3:8b'],
    },
    {
      what: 'puts models that only embed last',
      tags: { 'nomic-embed-text:latest': 0.3, 'llama3:8b': 4.7 },
      order: ['llama3:8b', 'nomic-embed-text:latest'],
    },
  ];
  for (const { what, tags, loaded = [], order } of cases) {
    it(what, async () => {
      const engine = new FakeEngine();
      engine.loaded = loaded.map((tag) => ({ tag, digest: tag, sizeBytes: 1, vramBytes: 1 }));
      const listings = Object.entries(tags).map(([tag, gb]) => ({ tag, digest: tag, sizeBytes: gb * 1e9 }));
      const sorted = await byPreference(listings, engine, signal);
      assert.deepEqual(
        sorted.map((each) => each.tag),
        order,
      );
    });
  }
});

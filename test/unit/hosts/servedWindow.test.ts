import assert from 'node:assert/strict';
import { servedWindow } from '../../../src/hosts/servedWindow';
import type { WindowQuestion } from '../../../src/hosts/settleWindow';
import { FakeEngine } from '../../support/fakeEngine';

const question: WindowQuestion = {
  tag: 'coder',
  digest: '',
  endpointUrl: 'http://gpu-box:8000',
  wanted: 16_384,
  explicit: false,
  weightsBytes: 0,
  kvBytesPerToken: undefined,
};
const never = new AbortController().signal;

describe('servedWindow', () => {
  const cases: readonly (readonly [string, number | undefined, Partial<WindowQuestion>, number, RegExp])[] = [
    ['all that is wanted, of a larger one', 32_768, {}, 16_384, /^$/],
    ['all that is served, where that is less', 8_192, {}, 8_192, /^$/],
    [
      'all that is served, where the user set more',
      8_192,
      { explicit: true },
      8_192,
      /gives 8,192 tokens of the/,
    ],
    ['a modest one, where the server does not tell', undefined, {}, 4_096, /4,096 tokens are assumed/],
    ['what the user set, where the server does not tell', undefined, { explicit: true }, 16_384, /^$/],
  ];
  for (const [what, contextLength, asked, numCtx, note] of cases) {
    it(`is ${what}`, async () => {
      const engine = new FakeEngine();
      const told = contextLength === undefined ? {} : { contextLength };
      engine.loaded = [{ tag: 'coder', digest: '', sizeBytes: 0, vramBytes: 0, ...told }];
      const settled = await servedWindow({ ...question, ...asked }, engine, never);
      assert.deepEqual(settled.load, { numCtx });
      assert.match(settled.note ?? '', note);
    });
  }
});

import assert from 'node:assert/strict';
import { readOptions } from '../../../../tools/embedded-host/requestOptions';

const WINDOW = 2048;

describe('readOptions', () => {
  it("takes Ollama's defaults and the host's window", () => {
    const { numCtx, temperature, topK, topP, minP, seed, stop } = readOptions({}, WINDOW);
    assert.deepEqual(
      { numCtx, temperature, topK, topP, minP, seed, stop },
      {
        ...{ numCtx: WINDOW, temperature: 0.8, topK: 40, topP: 0.9, minP: 0 },
        ...{ seed: undefined, stop: [] },
      },
    );
  });

  const windows: readonly (readonly [unknown, number])[] = [
    [1024, 1024],
    [16_384, WINDOW],
    [0, 4],
    [null, WINDOW],
    [512.9, 512],
  ];
  for (const [asked, given] of windows) {
    it(`makes a window of ${JSON.stringify(asked)} one of ${given}`, () => {
      assert.equal(readOptions({ num_ctx: asked }, WINDOW).numCtx, given);
    });
  }

  const lengths: readonly (readonly [number, number])[] = [
    [8, 8],
    [0, 0],
    [-1, 20_480],
    [1e9, 20_480],
    [3.7, 3],
  ];
  for (const [asked, given] of lengths) {
    it(`makes a length of ${asked} one of ${given}`, () => {
      assert.equal(readOptions({ num_predict: asked }, WINDOW).numPredict, given);
    });
  }

  it('ignores options that it does not know', () => {
    assert.deepEqual(readOptions({ no_such_option: 'x' }, WINDOW), readOptions({}, WINDOW));
  });

  const wrong: readonly (readonly [string, unknown, string])[] = [
    ['num_ctx', '2048', 'option "num_ctx" must be of type integer'],
    ['num_thread', true, 'option "num_thread" must be of type integer'],
    ['top_p', [], 'option "top_p" must be of type float32'],
    ['use_mmap', 1, 'option "use_mmap" must be of type boolean'],
    ['stop', 'x', 'option "stop" must be of type array'],
    ['stop', [1], 'option "stop" must be of an array of strings'],
  ];
  for (const [name, value, message] of wrong) {
    it(`refuses ${name} ${JSON.stringify(value)}`, () => {
      assert.throws(() => readOptions({ [name]: value }, WINDOW), { status: 500, message });
    });
  }
});

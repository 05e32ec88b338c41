import assert from 'node:assert/strict';
import { withOverrides } from '../../../src/hosts/samplingOverrides';
import type { RoleSettings } from '../../../src/settings/settings';
import type { GenerateOptions } from '../../../src/transport/engine';

const ours: Required<GenerateOptions> = {
  numPredict: 64,
  temperature: 0.1,
  topP: 0.9,
  topK: 40,
  seed: 7,
  stop: ['\n\n'],
  logProbabilities: true,
};

const cases: readonly {
  readonly what: string;
  readonly theirs: RoleSettings['options'];
  readonly expected: Partial<GenerateOptions>;
}[] = [
  { what: 'nothing', theirs: {}, expected: {} },
  { what: 'a temperature of 0', theirs: { temperature: 0 }, expected: { temperature: 0 } },
  {
    what: 'the rest of the sampling',
    theirs: { top_p: 0.5, top_k: 1, seed: 3 },
    expected: { topP: 0.5, topK: 1, seed: 3 },
  },
  { what: 'a shorter answer', theirs: { num_predict: 8 }, expected: { numPredict: 8 } },
  { what: 'a longer answer, which is left as it was', theirs: { num_predict: 512 }, expected: {} },
  { what: 'more stops', theirs: { stop: ['END'] }, expected: { stop: ['\n\n', 'END'] } },
];

describe("the user's sampling options", () => {
  for (const { what, theirs, expected } of cases) {
    it(`change what they name and leave all else as asked: ${what}`, () => {
      assert.deepEqual(withOverrides(ours, theirs), { ...ours, ...expected });
    });
  }
});

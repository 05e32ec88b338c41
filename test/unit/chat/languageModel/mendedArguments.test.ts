import assert from 'node:assert/strict';
import fc from 'fast-check';
import { mendedArguments } from '../../../../src/chat/languageModel/mendedArguments';

describe('the arguments of a tool call that are nearly JSON', () => {
  const mended: readonly (readonly [written: string, means: object])[] = [
    ['{"a": 1,}', { a: 1 }],
    ['{"a": [1, 2,], "b": "x, ]"', { a: [1, 2], b: 'x, ]' }],
    ['```json\n{"a": 1}\n```', { a: 1 }],
    ['{"a": True, "b": None, "c": "True"}', { a: true, b: null, c: 'True' }],
    ['"{\\"a\\": 1}"', { a: 1 }],
    ['{"a": {"b": [1', { a: { b: [1] } }],
  ];
  for (const [written, means] of mended)
    it(`are read from ${written}`, () => assert.deepEqual(mendedArguments(written), means));

  for (const written of ['city=', '', '[1]', '1', '{"a": "cut of', '{a: 1}', 'null'])
    it(`are none in ${JSON.stringify(written)}`, () => assert.equal(mendedArguments(written), undefined));

  it('are what they are where they are JSON', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const written = JSON.stringify(value);
        assert.deepEqual(mendedArguments(written), JSON.parse(written));
      }),
    );
  });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { modelFamilies } from '../../../src/model/families';
import { createNeutraliser } from '../../../src/prompt/neutralise';

/** Pieces of special tokens, in any order, so that whole ones arise by chance and overlap. */
function hostileText(specialTokens: readonly string[]): fc.Arbitrary<string> {
  const pieces = specialTokens.flatMap((token) => [
    token,
    token.slice(0, -1),
    token.slice(1),
    token.charAt(0),
  ]);
  return fc
    .array(fc.oneof(fc.constantFrom(...pieces), fc.string()), { maxLength: 12 })
    .map((parts) => parts.join(''));
}

describe('createNeutraliser', () => {
  for (const { label, specialTokens } of modelFamilies) {
    const neutraliser = createNeutraliser(specialTokens);

    it(`leaves no special token of ${label} in any text`, () => {
      fc.assert(
        fc.property(hostileText(specialTokens), (text) => {
          const harmless = neutraliser.neutralise(text);
          assert.deepEqual(
            specialTokens.filter((token) => harmless.includes(token)),
            [],
          );
        }),
      );
    });

    it(`keeps lengths and gives the text back for ${label}`, () => {
      fc.assert(
        fc.property(hostileText(specialTokens), (text) => {
          const harmless = neutraliser.neutralise(text);
          assert.equal(harmless.length, text.length);
          assert.equal(neutraliser.restore(harmless), text);
        }),
      );
    });
  }

  it('leaves ordinary text as it is', () => {
    const { neutralise } = createNeutraliser(['<|fim_prefix|>', '[PREFIX]']);
    const text = 'if (a < b && c[0] > d) { return "<|fim|>" + `[prefix]`; }\r\n';
    assert.equal(neutralise(text), text);
  });

  it('breaks overlapping tokens, the one inside another too', () => {
    const { neutralise } = createNeutraliser(['<a<b>', '<b>', '<b><a']);
    assert.equal(neutralise('<a<b><a<b>'), '‹a‹b>‹a‹b>');
  });

  it('gives nothing back that was never taken', () => {
    const { restore } = createNeutraliser(['<s>']);
    assert.equal(restore('‹div› ‹s›'), '‹div› ‹s›');
  });

  it('does nothing where there are no special tokens', () => {
    const { neutralise, restore } = createNeutraliser([]);
    assert.equal(restore(neutralise('<s>')), '<s>');
  });
});

import assert from 'node:assert/strict';
import { deepseekCoder } from '../../../src/model/deepseekFamilies';
import { familyById, modelFamilies } from '../../../src/model/families';

function codePoints(text: string): string {
  return Array.from(text, (character) => (character.codePointAt(0) ?? 0).toString(16).toUpperCase()).join(
    ' ',
  );
}

describe('the table of model families', () => {
  it('has each id once', () => {
    const ids = modelFamilies.map((family) => family.id);
    assert.deepEqual(ids, [...new Set(ids)]);
  });

  it('finds a family by its id', () => {
    assert.equal(familyById('deepseek-coder'), deepseekCoder);
    assert.equal(familyById('deepseek-codr'), undefined);
  });

  it("spells DeepSeek's tokens with U+FF5C and U+2581", () => {
    const { prefix, suffix, middle } = deepseekCoder.tokens;
    assert.equal(codePoints(prefix), '3C FF5C 66 69 6D 2581 62 65 67 69 6E FF5C 3E');
    assert.equal(codePoints(suffix), '3C FF5C 66 69 6D 2581 68 6F 6C 65 FF5C 3E');
    assert.equal(codePoints(middle), '3C FF5C 66 69 6D 2581 65 6E 64 FF5C 3E');
    assert.equal(
      codePoints(deepseekCoder.bos ?? ''),
      '3C FF5C 62 65 67 69 6E 2581 6F 66 2581 73 65 6E 74 65 6E 63 65 FF5C 3E',
    );
  });

  for (const family of modelFamilies) {
    it(`neutralises every token that ${family.label} gives a meaning to`, () => {
      const { tokens, bos = '', specialTokens } = family;
      const meant = [...Object.values(tokens), bos]
        .map((token) => token.trim())
        .filter((token) => token !== '');
      assert.deepEqual(
        meant.filter((token) => !specialTokens.includes(token)),
        [],
      );
    });

    it(`stops ${family.label} at a token that ends it`, () => {
      assert.ok(family.stops.length > 0);
      assert.ok(family.stops.every((stop) => stop.trim() !== ''));
    });

    it(`names the path ahead of each of ${family.label}'s files`, () => {
      const { fileHeader, targetHeader } = family.repo;
      assert.match(fileHeader, /\{path\}/);
      assert.match(targetHeader.outside + targetHeader.inside, /\{path\}/);
    });
  }
});

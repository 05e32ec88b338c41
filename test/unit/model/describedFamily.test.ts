import assert from 'node:assert/strict';
import { deepseekCoder } from '../../../src/model/deepseekFamilies';
import { wantedFamily, type DescribedFamily } from '../../../src/model/describedFamily';
import type { ModelFamily } from '../../../src/model/family';

function family(wanted: string | DescribedFamily): ModelFamily {
  const found = wantedFamily(wanted);
  assert.ok(!('unknown' in found), 'not known');
  return found;
}

describe('wantedFamily', () => {
  it('is the known one for an id', () => {
    assert.equal(family('deepseek-coder'), deepseekCoder);
  });

  it('takes from the known one what a description does not say', () => {
    const mine = family({
      like: 'deepseek-coder',
      repo: { contextPlace: 'after-begin', targetHeader: { inside: '' } },
    });
    assert.deepEqual(mine.tokens, deepseekCoder.tokens);
    assert.deepEqual(mine.repo, {
      ...deepseekCoder.repo,
      contextPlace: 'after-begin',
      targetHeader: { outside: '', inside: '' },
    });
  });

  it('makes its own tokens harmless in the user’s code, besides those it is like', () => {
    const mine = family({ like: 'deepseek-coder', tokens: { prefix: '[A]', suffix: ' [B]' }, bos: '<b>' });
    for (const token of ['[A]', '[B]', '<b>', deepseekCoder.tokens.middle]) {
      assert.ok(mine.specialTokens.includes(token), token);
    }
  });

  it('has another id for every other description', () => {
    const ids = [{}, { label: 'x' }, { repo: { fileFooter: '' } }].map(
      (given) => family({ like: 'codellama', ...given }).id,
    );
    assert.equal(new Set(ids).size, ids.length);
  });

  it('names the families there are where it is like none of them', () => {
    for (const wanted of ['deepseek', { like: 'deepseek' }]) {
      const found = wantedFamily(wanted);
      assert.ok('unknown' in found);
      assert.match(found.unknown, /'deepseek'.*deepseek-coder, /);
    }
  });
});

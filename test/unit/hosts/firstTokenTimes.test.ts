import assert from 'node:assert/strict';
import { firstTokenTimes } from '../../../src/hosts/firstTokenTimes';

describe('the usual time to the first token', () => {
  function usualOf(times: readonly number[]): number | undefined {
    const known = firstTokenTimes();
    for (const time of times) known.add(time);
    return known.usual;
  }

  it('is not known before three completions', () => {
    assert.equal(usualOf([900, 100]), undefined);
  });

  it('is the median, so that neither a cold start nor a cached answer decides', () => {
    assert.equal(usualOf([9_000, 120, 100]), 120);
    assert.equal(usualOf([100, 5, 110]), 100);
  });

  it('is that of the last fifteen', () => {
    const slow = new Array<number>(20).fill(1_000);
    assert.equal(usualOf([...slow, ...new Array<number>(8).fill(50)]), 50);
    assert.equal(usualOf([...slow, ...new Array<number>(7).fill(50)]), 1_000);
  });
});

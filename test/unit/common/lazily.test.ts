import assert from 'node:assert/strict';
import { lazily } from '../../../src/common/lazily';

describe('lazily', () => {
  it('loads once, on the first call', async () => {
    let loads = 0;
    const part = lazily(() => Promise.resolve(++loads));
    assert.equal(loads, 0);
    assert.deepEqual(await Promise.all([part(), part()]), [1, 1]);
    assert.equal(await part(), 1);
  });

  it('tries again after a failure, which the callers get to see', async () => {
    let loads = 0;
    const part = lazily(() => (++loads === 1 ? Promise.reject(new Error('gone')) : Promise.resolve(loads)));
    await assert.rejects(part(), /gone/);
    assert.equal(await part(), 2);
  });
});

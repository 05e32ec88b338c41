import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createPostings } from '../../../../src/context/index/postings';

describe('createPostings', () => {
  it('answers as a map of sets does, whatever is added and removed', () => {
    const step = fc.record({ adds: fc.boolean(), key: fc.nat(9), value: fc.nat(5) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const postings = createPostings();
        const model = new Map<number, Set<number>>();
        for (const { adds, key, value } of steps) {
          const values = model.get(key) ?? new Set();
          // A file's keys are added together, each once.
          if (adds && !values.has(value)) postings.add(key, value);
          if (!adds) postings.remove(key, value);
          if (adds) values.add(value);
          else values.delete(value);
          model.set(key, values);
        }
        for (const [key, values] of model) {
          assert.deepEqual([...postings.get(key)].sort(), [...values].sort());
          assert.equal(postings.countOf(key), values.size);
        }
        assert.deepEqual(postings.get(99), []);
        assert.deepEqual(postings.get(-1), []);
      }),
    );
  });
});

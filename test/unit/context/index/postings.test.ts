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

  it('keeps a name that more files hold than fit into a page, and those that come and go beside it', () => {
    const postings = createPostings();
    const files = Array.from({ length: 40_000 }, (_, file) => file);
    for (const file of files) for (const key of [1, 2, 3 + (file % 500)]) postings.add(key, file);
    for (const file of files) if (file % 2 === 0) postings.remove(2, file);
    assert.deepEqual(postings.get(1), files);
    assert.deepEqual(
      postings.get(2),
      files.filter((file) => file % 2 === 1),
    );
    assert.deepEqual(
      postings.get(10),
      files.filter((file) => file % 500 === 7),
    );
    assert.deepEqual(postings.get(1, 3), [0, 1, 2]);
    assert.equal(postings.countOf(1), 40_000);
  });
});

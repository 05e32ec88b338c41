import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createPriorityQueue } from '../../../../src/context/choice/priorityQueue';

describe('the priority queue', () => {
  it('gives the highest priority first, and of equal ones the earliest', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 })), (priorities) => {
        const queue = createPriorityQueue<number>();
        priorities.forEach((priority, order) => queue.push(order, priority));
        const expected = priorities
          .map((priority, order) => ({ priority, order }))
          .sort((a, b) => b.priority - a.priority || a.order - b.order)
          .map(({ order }) => order);
        assert.deepEqual(
          priorities.map(() => queue.pop()),
          expected,
        );
        assert.equal(queue.pop(), undefined);
      }),
    );
  });
});

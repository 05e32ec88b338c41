import assert from 'node:assert/strict';
import { cutPrefix, EDGE_STEP_TOKENS, measurePrefix, TAIL_TOKENS } from '../../../src/prompt/prefixEdge';
import type { TokenCounter } from '../../../src/prompt/tokenCounter';

/** One token per UTF-16 unit, so that offsets and tokens are the same. */
const perUnit: TokenCounter = { count: (text) => text.length, exact: true };

const LINE = 16;
function lines(count: number): string {
  return 'fifteen letters\n'.repeat(count);
}

function cut(prefix: string, maxTokens: number): { start: number; tailStart: number } {
  return cutPrefix(measurePrefix(prefix, maxTokens, perUnit), maxTokens);
}

describe('cutPrefix', () => {
  it('shows all of a prefix that fits', () => {
    assert.equal(cut(lines(10), 4_096).start, 0);
  });

  it('has no head in a prefix shorter than a step', () => {
    assert.deepEqual(cut(lines(10), 4_096), { start: 0, tailStart: 0 });
  });

  it('drops whole steps from the start of one that does not', () => {
    const { start } = cut(lines(300), 4_096); // 4,800 tokens: 704 too many.
    assert.equal(start, 2 * EDGE_STEP_TOKENS);
  });

  it('moves both edges by a step, once in a step of typing', () => {
    const starts = new Set<number>();
    const tails = new Set<number>();
    for (let typed = 0; typed < EDGE_STEP_TOKENS; typed += 1) {
      const { start, tailStart } = cut(lines(300) + 'x'.repeat(typed), 4_096);
      starts.add(start);
      tails.add(tailStart);
    }
    assert.ok(starts.size <= 2 && tails.size <= 2, `${starts.size} starts, ${tails.size} tails`);
  });

  it('keeps the tail between a step and two steps long', () => {
    for (let count = 100; count < 400; count += 7) {
      const prefix = lines(count);
      const tail = prefix.length - cut(prefix, 100_000).tailStart;
      assert.ok(tail >= EDGE_STEP_TOKENS && tail <= TAIL_TOKENS + LINE, `${tail} tokens`);
    }
  });

  it('takes smaller steps within a small budget, so that most of it is used', () => {
    for (const budget of [40, 100, 333, 1_000]) {
      const prefix = 'x\n'.repeat(5_000);
      const shown = prefix.length - cut(prefix, budget).start;
      assert.ok(shown <= budget && shown >= budget * 0.7, `${shown} of ${budget}`);
    }
  });

  it('cuts inside a line only where no edge comes near', () => {
    const prefix = lines(10) + 'x'.repeat(20_000);
    const { start } = cut(prefix, 4_096);
    const shown = prefix.length - start;
    assert.ok(shown <= 4_096 && shown > 2_000, String(shown));
  });

  it('shows nothing without a budget', () => {
    assert.equal(cut(lines(10), 0).start, 10 * LINE);
    assert.equal(cut(lines(10), -5).start, 10 * LINE);
  });

  it('looks at no more of a huge prefix than could be shown, and begins at a line', () => {
    const prefix = lines(200_000);
    const measured = measurePrefix(prefix, 1_000, perUnit);
    assert.ok(measured.tokens < 20_000 && measured.tokens >= 8_000, String(measured.tokens));
    assert.equal((measured.points[0]?.offset ?? 1) % LINE, 0);
  });

  it('keeps the same view of a huge prefix while a page is typed', () => {
    const firsts = new Set<number | undefined>();
    for (let typed = 0; typed < 2_000; typed += 50) {
      firsts.add(measurePrefix(lines(10_000) + 'y'.repeat(typed), 1_000, perUnit).points[0]?.offset);
    }
    assert.ok(firsts.size <= 2, `${firsts.size} views`);
  });
});

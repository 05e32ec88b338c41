import assert from 'node:assert/strict';
import fc from 'fast-check';
import { layoutShares, planShares, type ShareRequest } from '../../../src/prompt/budget';

function request(more: Partial<ShareRequest> = {}): ShareRequest {
  return {
    window: 16_384,
    limits: { reserveTokens: 256, suffixTokens: 512 },
    frameTokens: 16,
    prefixTokens: 20_000,
    suffixTokens: 512,
    ...more,
  };
}

const arbitrary: fc.Arbitrary<ShareRequest> = fc.record({
  window: fc.integer({ min: 1, max: 131_072 }),
  limits: fc.record({ reserveTokens: fc.nat({ max: 512 }), suffixTokens: fc.nat({ max: 2_000 }) }),
  frameTokens: fc.nat({ max: 100 }),
  prefixTokens: fc.nat({ max: 200_000 }),
  suffixTokens: fc.nat({ max: 200_000 }),
});

describe('the shares of a prompt', () => {
  it('are whole numbers that together fit into the window', () => {
    fc.assert(
      fc.property(arbitrary, (wanted) => {
        for (const shares of [planShares(wanted), layoutShares(wanted)]) {
          const { prompt, suffix, context } = shares;
          assert.ok([prompt, suffix, context].every((share) => Number.isInteger(share) && share >= 0));
          assert.ok(suffix + context <= Math.max(prompt - wanted.frameTokens, 0));
          assert.ok(prompt <= Math.max(wanted.window - wanted.limits.reserveTokens, 0));
        }
      }),
    );
  });

  it('leave a long file a quarter of the window and its tail', () => {
    const { prompt, suffix, context } = planShares(request());
    assert.equal(prompt, 16_128);
    assert.equal(prompt - 16 - suffix - context, 16_128 / 4 + 1_024);
  });

  it('leave a short file room to grow', () => {
    const { prompt, suffix, context } = planShares(request({ prefixTokens: 300 }));
    assert.equal(prompt - 16 - suffix - context, 300 + 512);
  });

  it('give an unused suffix to the context', () => {
    assert.equal(planShares(request({ suffixTokens: 10 })).context - planShares(request()).context, 512 - 64);
  });

  it('keep the suffix small in a small window', () => {
    assert.ok(planShares(request({ window: 512 })).suffix <= 60);
  });

  it('keep context that is planned until the tail needs its place', () => {
    const planned = planShares(request({ prefixTokens: 900 })).context;
    assert.ok(layoutShares(request({ prefixTokens: 9_000 })).context >= planned);
  });

  it('follow a lower limit for the whole prompt', () => {
    assert.equal(layoutShares(request({ limits: { ...request().limits, promptTokens: 700 } })).prompt, 700);
  });
});

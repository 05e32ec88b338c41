import assert from 'node:assert/strict';
import { calibratedEstimates, type CalibratedEstimates } from '../../../src/prompt/calibratedEstimates';
import type { TokenCounter } from '../../../src/prompt/tokenCounter';

const perCharacter: TokenCounter = { exact: false, count: (text) => text.length };
const thousand = 'x'.repeat(1_000);

function estimates(): CalibratedEstimates {
  return calibratedEstimates(perCharacter);
}

function counts(many: CalibratedEstimates, countedTokens: number, times = 1, cachedShare = 0): number {
  for (let time = 0; time < times; time += 1) {
    many.learn('ts', { estimatedTokens: 1_000, countedTokens, cachedShare });
  }
  return many.counterFor('ts').count(thousand);
}

describe('calibrated estimates', () => {
  it('are the plain ones until a host has counted', () => {
    assert.equal(estimates().counterFor('ts').count(thousand), 1_000);
  });

  it('rise at once, and with a margin, where a host counts more', () => {
    assert.equal(counts(estimates(), 1_200), 1_300);
  });

  it('rise even where the host does not count what it had cached', () => {
    assert.equal(counts(estimates(), 1_200, 1, 0.9), 1_300);
  });

  it('fall when whole prompts have been counted lower several times, to above the highest of them', () => {
    const many = estimates();
    assert.equal(counts(many, 700, 6), 1_000);
    assert.equal(counts(many, 800, 2), 850);
  });

  it('fall no further for a prompt that may have been counted without its cached part', () => {
    assert.equal(counts(estimates(), 100, 20, 0.9), 1_000);
    assert.equal(counts(estimates(), 700, 20, 0.9), 750);
  });

  it('stay as they are while counts vary by little, so that no edge of a prompt moves', () => {
    const many = estimates();
    const settled = counts(many, 800, 8);
    for (const counted of [780, 790, 800, 805, 790, 780, 800, 799, 803, 801]) {
      assert.equal(counts(many, counted), settled);
    }
  });

  it('never fall below half, whatever is counted', () => {
    assert.equal(counts(estimates(), 1, 20), 500);
  });

  it('learn of each kind of text apart', () => {
    const many = estimates();
    counts(many, 2_000);
    assert.equal(many.counterFor('py').count(thousand), 1_000);
  });

  it('learn nothing from a short prompt that is lower, nor from counts of nothing', () => {
    const many = estimates();
    for (let time = 0; time < 20; time += 1) {
      many.learn('ts', { estimatedTokens: 20, countedTokens: 10, cachedShare: 0 });
      many.learn('ts', { estimatedTokens: 1_000, countedTokens: 0, cachedShare: 0 });
    }
    assert.equal(many.counterFor('ts').count(thousand), 1_000);
  });
});

import assert from 'node:assert/strict';
import { HostMeter } from '../../../src/completion/hostMeter';
import { PromptShares } from '../../../src/completion/promptShares';
import type { FimPrompt } from '../../../src/prompt/fimPrompt';
import { defaultSettings } from '../../../src/settings/settings';
import { VirtualClock } from '../../support/virtualClock';

const settings = defaultSettings.completion;

/** A meter of a host that reads so many tokens a second and has read so much of the plan. */
function meter(tokensPerSecond?: number, cachedChars = 0): HostMeter {
  const made = new HostMeter(new VirtualClock());
  if (tokensPerSecond !== undefined) {
    const facts = { newTokens: 1000, promptTokens: 1000, firstTokenMs: 0 };
    made.rates.learn({ ...facts, metrics: { promptMs: 1_000_000 / tokensPerSecond } });
  }
  made.cachedChars = () => cachedChars;
  return made;
}

function item(tokens: number, endChar: number): FimPrompt['items'][number] {
  return { kind: 'file', path: 'a.ts', startLine: 1, endLine: 9, reason: '', tokens, endChar };
}

const plan: FimPrompt = {
  text: 'x'.repeat(10_000),
  stops: [],
  window: 16_384,
  tokens: { total: 2500, context: 2000, prefix: 400, suffix: 100, exact: true },
  headChars: 9_000,
  prefixChars: 1_600,
  suffixChars: 400,
  items: [item(1000, 4_000), item(1000, 8_000)],
};

describe('PromptShares', () => {
  const suffixes: readonly (readonly [number | undefined, number])[] = [
    [undefined, 128],
    [8_000, 512],
    [4_000, 256],
    [1_500, 128],
    [700, 64],
    [300, 32],
    [40, 32],
  ];
  for (const [rate, expected] of suffixes) {
    it(`gives the suffix ${expected} tokens on a host that reads ${rate ?? 'who knows how many'} a second`, () =>
      assert.equal(new PromptShares(meter(rate)).whole(settings).suffixTokens, expected));
  }

  it('keeps the suffix where it is for a small change of speed', () => {
    const host = meter(1_500);
    const shares = new PromptShares(host);
    shares.whole(settings);
    host.rates.learn({ newTokens: 900, promptTokens: 900, firstTokenMs: 0, metrics: { promptMs: 800 } });
    assert.equal(shares.whole(settings).suffixTokens, 128);
  });

  it('allows everything once the head is read', () => {
    const shares = new PromptShares(meter(1_500, 9_000));
    assert.deepEqual(shares.now(settings, plan), shares.whole(settings));
  });

  it('allows the context that is read and a short prefix while the head is being read', () => {
    const limits = new PromptShares(meter(1_500, 6_000)).now(settings, plan);
    assert.equal(limits.contextTokens, 1_500);
    assert.equal(limits.prefixTokens, 1_500 / 4 - 128);
  });

  it('allows everything where what is left of the head costs little more than leaving it out', () => {
    const shares = new PromptShares(meter(1_500, 8_000));
    assert.deepEqual(shares.now(settings, plan), shares.whole(settings));
  });

  it('allows no context before anything is read', () => {
    assert.equal(new PromptShares(meter(1_500)).now(settings, undefined).contextTokens, 0);
  });

  it('brings context along bit by bit where nothing is read ahead', () => {
    const limits = new PromptShares(meter(1_500, 4_000)).now({ ...settings, warmUp: 'off' }, plan);
    assert.equal(limits.contextTokens, 1_000 + 1_500);
    assert.equal(limits.prefixTokens, undefined);
    const later = new PromptShares(meter(1_500, 9_000)).now({ ...settings, warmUp: 'off' }, plan);
    assert.equal(later.contextTokens, 2_000 + 1_500);
  });

  it('lets a fast host write some lines ahead, and a slow one hardly any', () => {
    const fast = meter();
    fast.rates.learnDecode(50, 1_000);
    const slow = meter();
    slow.rates.learnDecode(8, 1_000);
    assert.equal(new PromptShares(fast).maxLines('statement'), 6);
    assert.equal(new PromptShares(slow).maxLines('statement'), 2);
    assert.equal(new PromptShares(fast).maxLines('line'), 1);
    assert.equal(new PromptShares(fast).maxLines('block'), 25);
  });
});

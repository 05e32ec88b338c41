import type { PromptLimits } from '../context/promptPlanner';
import type { FimPrompt } from '../prompt/fimPrompt';
import type { CompletionSettings } from '../settings/settings';
import type { Extent } from './extent';
import type { HostMeter } from './hostMeter';

// What a key may cost the host in reading the suffix, which PSM order makes it read again each time.
const SUFFIX_MS = 100;
const SUFFIX_STEPS: readonly number[] = [512, 256, 128, 64, 32];
// Until the host's speed is known: right for a card of the middle class.
const USUAL_SUFFIX_TOKENS = 128;
// A suffix that became too dear or could be longer changes only when the rate is this far off, so that it stays put.
const HYSTERESIS = 1.3;
// Reading for a completion while the head is cold: what is left of the latency goal of 400 ms beside decoding.
const COLD_MS = 250;
const USUAL_COLD_TOKENS = 384;
const MIN_PREFIX_TOKENS = 128;
// A prompt that costs this much more than can be paid for is built again, smaller. Up to there, what has been read of
// the file is worth more than what it saves to leave it out.
const TOO_DEAR = 2;
// Without read-ahead a completion has to bring its context along, bit by bit.
const SELF_READING_MS = 1_000;
const USUAL_SELF_READING_TOKENS = 1_024;

// A screen's half: nobody reads more before it is accepted.
const BLOCK_LINES = 25;
// Behind a statement the stream goes on, for what it costs now need not be asked for later.
const AHEAD_MS = 1_500;
const TOKENS_PER_LINE = 12;
const USUAL_LINES_AHEAD = 3;
const MAX_LINES_AHEAD = 5;

/** Decides what a prompt may hold, by what the host has read already and how fast it reads. */
export class PromptShares {
  private suffixTokens = USUAL_SUFFIX_TOKENS;

  constructor(private readonly meter: HostMeter) {}

  /** Everything the window has room for: what is read ahead. */
  whole(settings: CompletionSettings): PromptLimits {
    // One reserve for all extents, because another would move the prefix's edge.
    return { reserveTokens: settings.maxTokens, suffixTokens: this.suffix() };
  }

  /** For a completion now. `plan` is the prompt with everything in it, as far as one was built for this document. */
  now(settings: CompletionSettings, plan: FimPrompt | undefined): PromptLimits {
    const whole = this.whole(settings);
    const cachedChars = plan === undefined ? 0 : this.meter.cachedChars(plan.text);
    const readTokens = plan === undefined ? 0 : contextRead(plan, cachedChars);
    if (settings.warmUp === 'off') {
      const extra = this.meter.rates.tokensWithin(SELF_READING_MS) ?? USUAL_SELF_READING_TOKENS;
      return { ...whole, contextTokens: readTokens + extra };
    }
    if (plan !== undefined && (cachedChars >= plan.headChars || this.isPayable(plan))) return whole;
    const prefixTokens = Math.max(this.affordable() - whole.suffixTokens, MIN_PREFIX_TOKENS);
    return { ...whole, contextTokens: readTokens, prefixTokens };
  }

  /** Limits to build again with, where the host would take too long to read what was built: another plan, mostly. */
  cheaper(settings: CompletionSettings, built: FimPrompt): PromptLimits | undefined {
    if (settings.warmUp === 'off') return undefined;
    return this.isPayable(built) ? undefined : this.now(settings, built);
  }

  /** Lines to generate at most: what is suggested at once, and as many more as the host writes while it is read. */
  maxLines(extent: Extent): number {
    if (extent === 'line') return 1;
    if (extent === 'block') return BLOCK_LINES;
    const decode = this.meter.rates.decodeTokensPerMs;
    const ahead =
      decode === undefined ? USUAL_LINES_AHEAD : Math.floor((decode * AHEAD_MS) / TOKENS_PER_LINE);
    return 1 + Math.min(ahead, MAX_LINES_AHEAD);
  }

  private isPayable({ text, tokens }: FimPrompt): boolean {
    return this.meter.newTokens({ text, tokens: tokens.total }) <= TOO_DEAR * this.affordable();
  }

  /** Tokens the host reads for a completion in time. */
  private affordable(): number {
    return this.meter.rates.tokensWithin(COLD_MS) ?? USUAL_COLD_TOKENS;
  }

  private suffix(): number {
    const affordable = this.meter.rates.tokensWithin(SUFFIX_MS);
    if (affordable === undefined) return this.suffixTokens;
    const tooDear = affordable * HYSTERESIS < this.suffixTokens;
    const room = tooDear ? affordable : affordable / HYSTERESIS;
    const fits = SUFFIX_STEPS.find((tokens) => tokens <= room) ?? Math.min(...SUFFIX_STEPS);
    if (tooDear || fits > this.suffixTokens) this.suffixTokens = fits;
    return this.suffixTokens;
  }
}

/** Tokens of the plan's context that the host has read, the last item's perhaps in part. */
function contextRead({ items }: FimPrompt, cachedChars: number): number {
  let tokens = 0;
  let start = 0;
  for (const item of items) {
    const read = Math.min(Math.max((cachedChars - start) / Math.max(item.endChar - start, 1), 0), 1);
    tokens += item.tokens * read;
    start = item.endChar;
  }
  return Math.floor(tokens);
}

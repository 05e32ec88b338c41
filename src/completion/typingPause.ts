import type { CompletionSettings } from '../settings/settings';
import type { Acceptance } from './acceptance';
import { linePrefix, type Place } from './place';
import type { CompletionQuery } from './query';

// Below this a pause can't be told from the gap between two keys of a fast typist.
const MIN_PAUSE_MS = 30;
// The pause is over when it has lasted this many usual gaps.
const GAPS_IN_PAUSE = 1.3;
// A longer gap is a thought, not rhythm.
const MAX_GAP_MS = 500;
// Above this share of suggestions that were typed over at once, asking between two keys is in vain.
const DOUBT = 0.8;
// Then only a real pause is worth a request, and an opening key at least a moment.
const GAPS_IN_REAL_PAUSE = 2.5;
const GAPS_AFTER_OPENING = 1.2;
const MAX_PAUSE_MS = 600;
// Weight of the newest gap: about the last ten keys decide.
const NEWEST_WEIGHT = 0.15;

/** Waits for the typist to pause: longer for slow hands, not at all where a completion is expected at once. */
export class TypingPause {
  private gapMs: number | undefined;
  private lastKeyAt: number | undefined;

  constructor(private readonly acceptance: Pick<Acceptance, 'doubt'>) {}

  /** A key was pressed at `now`. */
  noteKey(now: number): void {
    const gap = this.lastKeyAt === undefined ? MAX_GAP_MS : now - this.lastKeyAt;
    this.lastKeyAt = now;
    if (gap >= MAX_GAP_MS) return;
    this.gapMs = this.gapMs === undefined ? gap : this.gapMs + NEWEST_WEIGHT * (gap - this.gapMs);
  }

  /** Between two keys in ms; 0 until it is known. */
  get usualGapMs(): number {
    return this.gapMs ?? 0;
  }

  /** How long to wait before a request is sent. */
  waitMs(query: CompletionQuery, settings: CompletionSettings): number {
    if (query.trigger === 'invoked') return 0;
    if (this.acceptance.doubt > DOUBT) return this.doubtfulWaitMs(query, settings);
    if (isOpening(query.target)) return 0;
    const usual = this.gapMs === undefined ? settings.debounceMs : this.gapMs * GAPS_IN_PAUSE;
    return Math.min(Math.max(usual, MIN_PAUSE_MS), settings.debounceMs);
  }

  private doubtfulWaitMs({ target }: CompletionQuery, { debounceMs }: CompletionSettings): number {
    const gapMs = this.gapMs ?? debounceMs;
    if (isOpening(target)) return Math.min(gapMs * GAPS_AFTER_OPENING, debounceMs);
    return Math.max(Math.min(gapMs * GAPS_IN_REAL_PAUSE, MAX_PAUSE_MS), debounceMs);
  }
}

const keywords =
  'await|case|class|const|def|do|elif|else|except|extends|export|fn|for|from|func|function|if|impl|implements|import|in|interface|let|match|mut|new|of|pub|return|static|struct|switch|throw|type|val|var|while|with|yield|yield';
const OPENING = new RegExp(`(?:[.({=]|[.({=] |\\b(?:${keywords}) )$`);

/** A new line, `.`, `(`, `{`, `=` or a keyword's space: what comes next is what a completion is for. */
export function isOpening(place: Place): boolean {
  const line = linePrefix(place);
  return line.trim() === '' || OPENING.test(line);
}

import { LruMap } from '../common/lru';
import type { Place } from './place';
import { restOf, type Suggestion } from './suggestion';

// An hour of typing; an entry holds references to texts that share their memory, so it is small.
const CAPACITY = 200;

/** Answers that were generated, found again while the user types along, deletes, or comes back by undo. */
export class CompletionCache {
  private readonly suggestions = new LruMap<string, Suggestion>(CAPACITY);

  /** `text` may be empty: a place that has no answer is not asked about again. */
  add(suggestion: Suggestion): void {
    this.suggestions.set(keyOf(suggestion.origin), suggestion);
  }

  /** What is left of the newest answer that agrees with what was typed since. */
  rest(place: Place): string | undefined {
    let found: { suggestion: Suggestion; rest: string } | undefined;
    for (const suggestion of this.suggestions.values()) {
      const rest = restOf(suggestion, place);
      if (rest !== undefined) found = { suggestion, rest };
    }
    if (found === undefined) return undefined;
    this.suggestions.get(keyOf(found.suggestion.origin));
    return found.rest;
  }

  /** This very place was asked about, and there was nothing to suggest. */
  isKnownEmpty(place: Place): boolean {
    const suggestion = this.suggestions.get(keyOf(place));
    return (
      suggestion?.text === '' &&
      suggestion.origin.prefix === place.prefix &&
      suggestion.origin.suffix === place.suffix
    );
  }

  clear(): void {
    this.suggestions.clear();
  }
}

// The key only spreads entries; whether one fits is decided by comparing whole texts.
const KEY_CHARS = 120;

function keyOf({ uri, prefix, suffix }: Place): string {
  return `${uri}\n${prefix.length}\n${prefix.slice(-KEY_CHARS)}\n${suffix.slice(0, KEY_CHARS)}`;
}

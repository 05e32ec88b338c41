import { LruMap } from '../common/lru';
import { isBehind } from './continuation';
import { linePrefix, type Place } from './place';
import { restOf, type Suggestion } from './suggestion';

// Fewer characters beside what was suggested may be a slip that is about to be mended.
const MIN_DEPARTED_CHARS = 4;
const CAPACITY = 100;

/**
 * Texts the user has typed something else in place of. Inferred from the document, for no stable event tells: they are
 * not offered again at that place.
 */
export class Rejections {
  private readonly rejected = new LruMap<string, string>(CAPACITY);
  private doubted: Suggestion | undefined;

  /** `shown` is the completion that was on screen before the text came to `place`. */
  note(shown: Suggestion | undefined, place: Place): void {
    if (shown !== undefined && this.isDeparture(shown, place)) this.doubted = shown;
    if (this.doubted === undefined) return;
    if (restOf(this.doubted, place) !== undefined || !this.isDeparture(this.doubted, place))
      this.doubted = undefined;
    else if (departedChars(this.doubted, place) >= MIN_DEPARTED_CHARS) this.confirm(this.doubted);
  }

  has(place: Place, text: string): boolean {
    const rejected = this.rejected.get(keyOf(place));
    return rejected !== undefined && rejected === firstLine(text);
  }

  private confirm({ origin, text }: Suggestion): void {
    this.rejected.set(keyOf(origin), firstLine(text));
    this.doubted = undefined;
  }

  /** Typing went on from where it was shown, but otherwise. */
  private isDeparture(shown: Suggestion, place: Place): boolean {
    const { uri, prefix } = shown.origin;
    return (
      place.uri === uri &&
      place.prefix.length > prefix.length &&
      isBehind(shown.origin, place) &&
      departedChars(shown, place) > 0
    );
  }
}

function departedChars({ origin, text }: Suggestion, place: Place): number {
  const typed = place.prefix.slice(origin.prefix.length);
  let same = 0;
  while (same < typed.length && typed[same] === text[same]) same += 1;
  return same === text.length ? 0 : typed.length - same;
}

function keyOf(place: Place): string {
  return `${place.uri}\n${place.prefix.length}\n${linePrefix(place)}`;
}

function firstLine(text: string): string {
  return text.trimStart().split('\n', 1)[0] ?? '';
}

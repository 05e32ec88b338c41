import type { Fate } from './acceptance';
import { continueAt, isBehind } from './continuation';
import type { Place } from './place';
import { restOf, type Suggestion } from './suggestion';

// Typed along this far, a suggestion was right for as long as anybody could tell.
const KEPT_CHARS = 4;

/** The completion on screen: it stays, growing shorter as it is typed, until it is accepted or contradicted. */
export class ShownCompletion {
  private shown: Suggestion | undefined;
  private firstOrigin: Place | undefined;

  get current(): Suggestion | undefined {
    return this.shown;
  }

  /** `isSame`: it is the rest of the one that was on screen. */
  set(suggestion: Suggestion, isSame: boolean): void {
    if (!isSame) this.firstOrigin = suggestion.origin;
    this.shown = suggestion;
  }

  /** What is left of it at `place`; `longer` wins where it says the same and goes on. */
  rest(place: Place, longer: string | undefined): string | undefined {
    if (this.shown === undefined) return undefined;
    const rest = restOf(this.shown, place);
    if (rest === undefined) return undefined;
    return longer?.startsWith(rest) ? longer : rest;
  }

  /** Whether what was typed has kept to it or gone another way; undefined while that is open, or nobody typed. */
  fate(place: Place): Fate | undefined {
    if (this.shown === undefined || this.firstOrigin === undefined) return undefined;
    const { origin, text } = this.shown;
    if (place.prefix.length <= origin.prefix.length || !isBehind(origin, place)) return undefined;
    const { kind } = continueAt(origin, text, place);
    if (kind !== 'departs' && restOf(this.shown, place) !== undefined) return undefined;
    const keptChars = origin.prefix.length - this.firstOrigin.prefix.length;
    return {
      kind: kind !== 'departs' || keptChars >= KEPT_CHARS ? 'kept' : 'contradicted',
      ...linesKept(this.firstOrigin, this.shown, place),
    };
  }

  clear(): void {
    this.shown = undefined;
  }
}

/** Of all that was shown since `first`, by what stands there at `place`. */
function linesKept(
  first: Place,
  { origin, text }: Suggestion,
  place: Place,
): Pick<Fate, 'keptLines' | 'shownLines'> {
  const start = first.prefix.length;
  const shown = withoutIndentation(origin.prefix.slice(start) + text);
  const typed = withoutIndentation(place.prefix.slice(start));
  let same = 0;
  while (same < shown.length && shown[same] === typed[same]) same += 1;
  const whole = same === shown.length ? 1 : 0;
  return { keptLines: lineEnds(shown.slice(0, same)) + whole, shownLines: lineEnds(shown) + 1 };
}

/** The editor indents in its own way. */
function withoutIndentation(text: string): string {
  return text.replace(/\r?\n[ \t]*/g, '\n');
}

function lineEnds(text: string): number {
  return text.split('\n').length - 1;
}

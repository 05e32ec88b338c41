import { beginsWith } from '../common/text';
import type { Place } from './place';

/** How a text that was generated for one place stands to another place the cursor is at. */
export type Continuation =
  /** The text begins with what was typed since: this much is left of it, perhaps nothing. */
  | { readonly kind: 'follows'; readonly rest: string }
  /** What was typed goes beyond the text, which may still say it if it grows. */
  | { readonly kind: 'outruns' }
  /** The cursor has yet to reach the place the text is for, and is on its way there. */
  | { readonly kind: 'ahead' }
  | { readonly kind: 'departs' };

// Text typed so far beyond another was not typed in its wake: comparing it would cost more than it could tell.
const MAX_OUTRUN_CHARS = 500;

const departs: Continuation = { kind: 'departs' };

/** Compares exactly but for line ends and the indentation an editor puts on a new line. `text` has LF line ends. */
export function continueAt(origin: Place, text: string, place: Place): Continuation {
  if (origin.uri !== place.uri) return departs;
  const grown = place.prefix.length - origin.prefix.length;
  if (grown < 0) return isAhead(origin, place) ? { kind: 'ahead' } : departs;
  if (grown > MAX_OUTRUN_CHARS + 2 * text.length) return departs;
  // The typed text is short and mostly decides, so the long comparisons come last.
  const typed = place.prefix.slice(origin.prefix.length).replace(/\r\n/g, '\n');
  const continuation = continueTyped(text, typed);
  if (continuation.kind === 'departs') return departs;
  if (!isBehind(origin, place)) return departs;
  return suffixAgrees(origin.suffix, typed, place.suffix) ? continuation : departs;
}

// For each place, the one last compared with it: a key asks the same of the two again and again.
const compared = new WeakMap<Place, { readonly place: Place; readonly isBehind: boolean }>();

/** Whether the text before `place` begins with all that is before `origin`. */
export function isBehind(origin: Place, place: Place): boolean {
  const known = compared.get(origin);
  if (known?.place === place) return known.isBehind;
  const isBehind = beginsWith(place.prefix, origin.prefix);
  compared.set(origin, { place, isBehind });
  return isBehind;
}

function continueTyped(text: string, typed: string): Continuation {
  if (text.startsWith(typed)) return { kind: 'follows', rest: text.slice(typed.length) };
  if (typed.startsWith(text)) return { kind: 'outruns' };
  return continueIndented(text, typed);
}

/** After Enter the editor indents: white space that the text has not, or has more of. */
function continueIndented(text: string, typed: string): Continuation {
  const newLine = typed.lastIndexOf('\n');
  const indent = typed.slice(newLine + 1);
  if (newLine < 0 || indent === '' || indent.trim() !== '') return departs;
  const lines = typed.slice(0, newLine + 1);
  if (!text.startsWith(lines)) return lines.startsWith(text) ? { kind: 'outruns' } : departs;
  const rest = text.slice(lines.length);
  if (rest === '' || indent.startsWith(rest)) return { kind: 'outruns' };
  // A blank line stays as the editor left it: the text goes on behind its white space.
  return rest.startsWith('\n') ? { kind: 'follows', rest } : departs;
}

function isAhead(origin: Place, place: Place): boolean {
  return beginsWith(origin.prefix, place.prefix) && suffixAgrees(origin.suffix, '', place.suffix);
}

// More than this is not what an editor inserts beside a bracket: two closers, or one on a line of its own.
const MAX_AUTO_INSERTED_CHARS = 40;

/** Same suffix, or one that differs by what an editor inserts (auto-closed pairs) or lets the user type over. */
function suffixAgrees(origin: string, typed: string, suffix: string): boolean {
  if (origin === suffix) return true;
  const added = suffix.length - origin.length;
  if (Math.abs(added) > MAX_AUTO_INSERTED_CHARS) return false;
  if (added > 0) return suffix.endsWith(origin) && isClosing(suffix.slice(0, added));
  const gone = origin.slice(0, -added);
  return (
    origin.endsWith(suffix) &&
    isClosing(gone) &&
    gone
      .trim()
      .split(/(?=.)/)
      .every((closer) => typed.includes(closer))
  );
}

function isClosing(text: string): boolean {
  return /^[\s)\]}>"'`]*$/.test(text);
}

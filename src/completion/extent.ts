import type { CursorScope } from '../context/cursorScope';
import type { CompletionSettings } from '../settings/settings';
import { indentation, linePrefix, lineSuffix, nextLine, previousLine, type Place } from './place';
import type { CompletionQuery } from './query';

/** How much to suggest: the rest of a line, a statement (as many lines as its brackets stay open), or a block. */
export type Extent = 'line' | 'statement' | 'block';

/** Decides from what the cursor stands in, as far as the grammar tells; from indentation and brackets else. */
export function chooseExtent(
  query: CompletionQuery,
  settings: CompletionSettings,
  scope?: CursorScope,
): Extent {
  const place = query.target;
  if (/[^\s)\]}>"'`;,:]/.test(lineSuffix(place)) || settings.multiline === 'never') return 'line';
  if (scope === 'string' || scope === 'comment') return 'line';
  if (query.trigger === 'invoked' || settings.multiline === 'always') return 'block';
  if (scope === 'doc') return 'statement';
  if (opensBlock(linePrefix(place))) return 'block';
  if (linePrefix(place).trim() !== '') return 'statement';
  return isEmpty(place, scope) ? 'block' : 'statement';
}

function isEmpty(place: Place, scope: CursorScope | undefined): boolean {
  return scope === undefined ? isBodyEmpty(place) : scope === 'empty-body' || scope === 'empty-list';
}

/** A line that ends so is followed by a body: `{`, `:`, `=>`, or a keyword of languages without those. */
export function opensBlock(line: string): boolean {
  return /(?:\{|[^:]:|=>|->|\b(?:do|then|begin|else|try))\s*$/.test(line);
}

/** The cursor stands on the first line of a body that has no other line. */
function isBodyEmpty(place: Place): boolean {
  const above = previousLine(place);
  if (above === undefined) return true;
  if (!opensBlock(above) && !/[([]\s*$/.test(above)) return false;
  const below = nextLine(place);
  return below === undefined || indentation(below) <= indentation(above);
}

import type { CursorScope } from '../context/cursorScope';
import type { CompletionSettings } from '../settings/settings';
import { chooseExtent, type Extent } from './extent';
import type { Place } from './place';
import type { CompletionQuery } from './query';

/** How much to suggest at a place: by the grammar where its prompt was built last, by the look of the lines else. */
export class KnownExtents {
  private last: { readonly place: Place; readonly scope: CursorScope | undefined } | undefined;

  /** `scope`: what the grammar tells of the query's place, now that it is known. */
  choose(query: CompletionQuery, settings: CompletionSettings, scope: CursorScope | undefined): Extent {
    this.last = { place: query.target, scope };
    return chooseExtent(query, settings, scope);
  }

  at(query: CompletionQuery, settings: CompletionSettings): Extent {
    return chooseExtent(query, settings, this.scopeAt(query.target));
  }

  private scopeAt({ uri, prefix, suffix }: Place): CursorScope | undefined {
    const place = this.last?.place;
    const isSame = place?.uri === uri && place.prefix === prefix && place.suffix === suffix;
    return isSame ? this.last?.scope : undefined;
  }
}

import type { CompletionItem } from './outcome';
import type { CompletionQuery } from './query';

/** A query as if the item selected in the suggest widget had been accepted, and the way back from its answer. */
export interface SelectedQuery {
  readonly query: CompletionQuery;
  /** Makes an item that begins with the selected one of an item that follows it. */
  readonly behindSelected: (item: CompletionItem) => CompletionItem;
}

export function withSelectedSuggestion(query: CompletionQuery): SelectedQuery {
  const { target, selectedSuggestion: selected } = query;
  if (selected === undefined) return { query, behindSelected: (item) => item };
  const start = selected.replaceStart - target.omittedBefore;
  const prefix = target.prefix.slice(0, start) + selected.text;
  const replaceBefore = target.prefix.length - start;
  return {
    query: { ...query, target: { ...target, prefix } },
    behindSelected: (item) => ({ ...item, text: selected.text + item.text, replaceBefore }),
  };
}

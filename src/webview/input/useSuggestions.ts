import { useEffect, useRef, useState } from 'preact/hooks';
import type { Mention, SlashCommand } from '../../chat/protocol';
import { usePanel } from '../panelContext';
import type { PanelState } from '../state';
import { answers, askedFor, matchingCommands, type Ask, type MentionRequest } from './suggestions';

export type Suggestion =
  | { readonly kind: 'mention'; readonly mention: Mention }
  | { readonly kind: 'command'; readonly command: SlashCommand };

export interface Suggestions {
  readonly ask: Ask | undefined;
  readonly items: readonly Suggestion[];
  readonly active: number;
  /** False while the entries are those of an earlier text. */
  readonly isCurrent: boolean;
  /** Moves among the items, around the ends. */
  move(by: number): void;
  /** To be called when the text or the cursor has changed. */
  look(text: string, cursor: number): void;
  close(): void;
}

/** The entries that fit what stands before the cursor; those for mentions come from the extension. */
export function useSuggestions(state: PanelState): Suggestions {
  const { send } = usePanel();
  const [ask, setAsk] = useState<Ask | undefined>(undefined);
  const [active, setActive] = useState(0);
  const asked = useRef<MentionRequest | undefined>(undefined);
  const query = ask?.kind === 'mention' ? ask.query : undefined;
  useEffect(() => {
    if (query === undefined) return;
    const number = (asked.current?.number ?? 0) + 1;
    asked.current = { number, query };
    send({ type: 'completeMention', request: number, query });
  }, [query?.kind, query?.text]);
  const items = itemsFor(ask, state, asked.current?.number ?? 0);
  return {
    ask,
    items,
    active: Math.min(active, Math.max(0, items.length - 1)),
    isCurrent: query === undefined || answers(state.mentions?.request ?? 0, asked.current, query),
    move: (by) => setActive((items.length + active + by) % Math.max(1, items.length)),
    look: (text, cursor) => {
      setAsk(askedFor(text, cursor));
      setActive(0);
    },
    close: () => setAsk(undefined),
  };
}

/** Entries of an earlier request stay until the next come, so that the list does not flicker. */
function itemsFor(
  ask: Ask | undefined,
  { catalogue, mentions }: PanelState,
  request: number,
): readonly Suggestion[] {
  switch (ask?.kind) {
    case undefined:
      return [];
    case 'command':
      return matchingCommands(catalogue.slashCommands, ask.prefix).map((command) => ({
        kind: 'command',
        command,
      }));
    case 'mention':
      if (mentions === undefined || mentions.request > request) return [];
      return mentions.items.map((mention) => ({ kind: 'mention', mention }));
  }
}

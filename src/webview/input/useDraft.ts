import { useEffect, useRef, useState } from 'preact/hooks';
import { usePanel } from '../panelContext';
import type { PanelState } from '../state';

/** How often the extension hears of the text, for the meter. */
const tellEveryMs = 300;

export interface Draft {
  readonly text: string;
  readonly set: (text: string) => void;
}

/** How the text outlives the page. */
export interface DraftKeeping {
  readonly kept: string;
  readonly keep: (text: string) => void;
}

/** The text that is being written. It survives the page; what the extension puts into it replaces it. */
export function useDraft(state: PanelState, { kept, keep }: DraftKeeping): Draft {
  const { send } = usePanel();
  const [text, setText] = useState(kept);
  const seen = useRef(state.draft.serial);
  const conversation = state.conversation?.id;
  const set = (next: string): void => {
    setText(next);
    keep(next);
  };
  useEffect(() => {
    if (seen.current === state.draft.serial) return;
    seen.current = state.draft.serial;
    set(state.draft.text);
  }, [state.draft.serial]);
  useEffect(() => {
    if (conversation === undefined) return;
    const timer = setTimeout(() => send({ type: 'draft', conversation, text }), tellEveryMs);
    return () => clearTimeout(timer);
  }, [text, conversation]);
  return { text, set };
}

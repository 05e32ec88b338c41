import { useLayoutEffect, useState } from 'preact/hooks';
import type { PanelState } from '../state';
import { useTelling } from './useTelling';

export interface Draft {
  readonly text: string;
  readonly set: (text: string) => void;
}

/** How the text outlives the input, and the page. */
export interface DraftKeeping {
  readonly kept: string;
  keep(text: string): void;
  tell(conversation: string, text: string): void;
}

/** The text that is being written, as it is kept; what the extension puts into it is kept by then. */
export function useDraft(state: PanelState, keeping: DraftKeeping): Draft {
  const [text, setText] = useState(keeping.kept);
  const conversation = state.conversation?.id;
  // Ahead of the next key: what is typed over the text before would be kept without what came.
  useLayoutEffect(() => setText(keeping.kept), [state.draft.serial]);
  useTelling(text, () => {
    if (conversation !== undefined) keeping.tell(conversation, text);
  });
  return {
    text,
    set: (next) => {
      setText(next);
      keeping.keep(next);
    },
  };
}

import { useEffect, useRef, useState } from 'preact/hooks';
import { usePanel } from '../panelContext';
import type { PanelState } from '../state';

/** How often the extension hears of the text, for the meter and to keep it. */
const tellEveryMs = 300;

export interface Draft {
  readonly text: string;
  readonly set: (text: string) => void;
}

/** How the text outlives the input, and the page. */
export interface DraftKeeping {
  readonly kept: string;
  readonly keep: (text: string) => void;
}

/** The text that is being written, as it is kept; what the extension puts into it is kept by then. */
export function useDraft(state: PanelState, keeping: DraftKeeping): Draft {
  const [text, setText] = useState(keeping.kept);
  const conversation = state.conversation?.id;
  useEffect(() => setText(keeping.kept), [state.draft.serial]);
  useTelling(conversation, text);
  return {
    text,
    set: (next) => {
      setText(next);
      keeping.keep(next);
    },
  };
}

/** What is not told yet when the input goes, with its conversation or behind the history, is told then. */
function useTelling(conversation: string | undefined, text: string): void {
  const { send } = usePanel();
  const untold = useRef<(() => void) | undefined>(undefined);
  useEffect(() => {
    if (conversation === undefined) return;
    const tell = (): void => {
      untold.current = undefined;
      send({ type: 'draft', conversation, text });
    };
    untold.current = tell;
    const timer = setTimeout(tell, tellEveryMs);
    return () => clearTimeout(timer);
  }, [text, conversation]);
  useEffect(() => () => untold.current?.(), []);
}

import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { usePanel, type PanelContext } from '../panelContext';
import { t } from '../l10n';
import { isRunning, type PanelState } from '../state';
import { readTransfer } from './dropped';
import { replaced, type Ask } from './suggestions';
import { useDraft, type DraftKeeping } from './useDraft';
import { useSuggestions, type Suggestion, type Suggestions } from './useSuggestions';

/** What the input can do; its elements are in `Composer`. */
export interface Composing {
  readonly field: RefObject<HTMLTextAreaElement | null>;
  readonly text: string;
  readonly suggestions: Suggestions;
  readonly isRunning: boolean;
  readonly canSend: boolean;
  type(text: string, cursor: number): void;
  submit(): void;
  stop(): void;
  readonly choose: (item: Suggestion | undefined) => void;
  /** Begins a mention at the cursor. */
  mention(): void;
  attach(transfer: DataTransfer): void;
  /** True when the key meant something here. */
  takeKey(event: KeyboardEvent): boolean;
}

export function useMessageBox(state: PanelState, keeping: DraftKeeping): Composing {
  const panel = usePanel();
  const { send, update } = panel;
  const field = useRef<HTMLTextAreaElement>(null);
  const { text, set } = useDraft(state, keeping);
  const suggestions = useSuggestions(state);
  const put = usePutText(field, text, (next, cursor) => {
    set(next);
    suggestions.look(next, cursor);
  });
  const conversation = state.conversation?.id ?? '';
  const running = isRunning(state.conversation);
  const canSend = text.trim() !== '' && state.composer?.obstacle === undefined && !running;
  useEffect(() => field.current?.focus(), [state.draft.serial, conversation]);

  const submit = (): void => {
    if (!canSend) return;
    send({ type: 'send', conversation, text });
    put('', 0);
  };
  const stop = (): void => send({ type: 'stop', conversation });
  const choose = (item: Suggestion | undefined): void => {
    if (item === undefined || suggestions.ask === undefined) return;
    const next = replaced(text, suggestions.ask.at, insertion(item));
    put(next.text, next.cursor);
    const source = item.kind === 'mention' ? item.mention.source : undefined;
    if (source !== undefined) send({ type: 'attach', conversation, source });
  };
  const chooseWhenCurrent = useHeldChoice(suggestions, choose);
  const editLast = (): void => {
    const last = state.conversation?.turns.findLast(({ kind }) => kind === 'user');
    if (last !== undefined && !running) update({ type: 'edit', turn: last.id });
  };

  return {
    ...{ field, text, suggestions, isRunning: running, canSend, submit, stop, choose },
    type: (next, cursor) => {
      set(next);
      suggestions.look(next, cursor);
    },
    mention: () => {
      const at = field.current?.selectionStart ?? text.length;
      const gap = /(?:^|\s)$/.test(text.slice(0, at)) ? '' : ' ';
      const next = replaced(text, { start: at, end: at }, `${gap}@`);
      put(next.text, next.cursor);
    },
    attach: (transfer) => void attachTransfer(transfer, conversation, panel),
    takeKey: (event) => {
      if (event.isComposing) return false;
      if (takeListKey(event.key, suggestions, chooseWhenCurrent)) return true;
      if (event.key === 'Enter' && !event.shiftKey) submit();
      else if (event.key === 'Escape' && running) stop();
      else if (event.key === 'ArrowUp' && text === '') editLast();
      else return false;
      return true;
    },
  };
}

async function attachTransfer(
  transfer: DataTransfer,
  conversation: string,
  { send, update }: PanelContext,
): Promise<void> {
  const { sources, refused } = await readTransfer(transfer);
  for (const source of sources) send({ type: 'attach', conversation, source });
  if (refused.length === 0) return;
  const message = t('Neither text nor an image, or too large: {0}', refused.join(', '));
  update({ type: 'tell', notice: { level: 'warning', message } });
}

/** Chooses the active entry; where the list is still that of an earlier text, as soon as its own has come. */
function useHeldChoice(
  { ask, items, active, isCurrent }: Suggestions,
  choose: (item: Suggestion | undefined) => void,
): () => void {
  const heldFor = useRef<Ask | undefined>(undefined);
  useEffect(() => {
    if (!isCurrent) return;
    // What was typed since is another question, which no key has answered.
    if (heldFor.current !== undefined && heldFor.current === ask) choose(items[active]);
    heldFor.current = undefined;
  }, [ask, isCurrent]);
  return () => {
    if (isCurrent) choose(items[active]);
    else heldFor.current = ask;
  };
}

function takeListKey(key: string, suggestions: Suggestions, choose: () => void): boolean {
  if (suggestions.items.length === 0) return false;
  if (key === 'ArrowDown') suggestions.move(1);
  else if (key === 'ArrowUp') suggestions.move(-1);
  else if (key === 'Enter' || key === 'Tab') choose();
  else if (key === 'Escape') suggestions.close();
  else return false;
  return true;
}

/** Sets the text and the cursor in it, which the browser would put at the end. */
function usePutText(
  field: RefObject<HTMLTextAreaElement | null>,
  text: string,
  set: (text: string, cursor: number) => void,
): (text: string, cursor: number) => void {
  const cursor = useRef<number | undefined>(undefined);
  useLayoutEffect(() => {
    if (cursor.current === undefined) return;
    field.current?.setSelectionRange(cursor.current, cursor.current);
    cursor.current = undefined;
  }, [text]);
  return (next, at) => {
    cursor.current = at;
    set(next, at);
    field.current?.focus();
  };
}

/** What takes the place of what was typed: nothing where a chip stands for it. */
function insertion(item: Suggestion): string {
  if (item.kind === 'command') return `/${item.command.name} `;
  const { source, narrow } = item.mention;
  return source === undefined && narrow !== undefined ? `@${narrow} ` : '';
}

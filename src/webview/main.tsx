import { render } from 'preact';
import type { PanelCommand, PanelEvent } from '../chat/protocol';
import { createBridge, type Bridge, type KeptState } from './bridge';
import { createPanelContext, ProvidePanel } from './panelContext';
import { useTranslations } from './l10n';
import { Panel } from './Panel';
import { initialState, reduce, textAfter, type LocalEvent, type PanelState } from './state';
import type { DraftKeeping } from './input/useDraft';

/** Draws the page at most once per frame, however many events come in. */
function start(root: HTMLElement, bridge: Bridge): void {
  let state: PanelState = initialState;
  let frame: number | undefined;
  const keeping: DraftKeeping = {
    get kept() {
      return bridge.kept.draft ?? '';
    },
    keep: (draft) => bridge.keep({ draft }),
  };
  const update = (event: PanelEvent | LocalEvent): void => {
    const before = state;
    state = reduce(state, event);
    if (state.draft !== before.draft && !isNewerKept(before, event, bridge.kept))
      keeping.keep(textAfter(keeping.kept, state.draft));
    if (event.type === 'opened') bridge.keep({ conversation: event.conversation.id });
    frame ??= requestAnimationFrame(draw);
  };
  // The last keys too: what is written in a conversation that is left waits there.
  const tellBeforeLeaving = ({ type }: PanelCommand): void => {
    const left = state.conversation?.id;
    if ((type === 'open' || type === 'new') && left !== undefined)
      bridge.send({ type: 'draft', conversation: left, text: keeping.kept });
  };
  const context = createPanelContext({
    send: (command) => {
      tellBeforeLeaving(command);
      bridge.send(command);
    },
    update,
    language: document.documentElement.lang,
  });
  const draw = (): void => {
    frame = undefined;
    render(
      <ProvidePanel value={context}>
        <Panel state={state} keeping={keeping} />
      </ProvidePanel>,
      root,
    );
  };
  bridge.onEvent(update);
  const { conversation } = bridge.kept;
  bridge.send({ type: 'ready', ...(conversation !== undefined && { conversation }) });
}

/** A page that begins anew kept the last keys too, which the extension may not have heard of. */
function isNewerKept(before: PanelState, event: PanelEvent | LocalEvent, kept: KeptState): boolean {
  if (event.type !== 'opened' || before.conversation !== undefined || (kept.draft ?? '') === '') return false;
  const { id, turns, draft } = event.conversation;
  return kept.conversation === id || (turns.length === 0 && draft === undefined);
}

const root = document.getElementById('root');
if (root !== null) {
  useTranslations(JSON.parse(root.dataset['words'] ?? '{}') as Readonly<Record<string, string>>);
  start(root, createBridge());
}

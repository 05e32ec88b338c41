import { render } from 'preact';
import type { PanelEvent } from '../chat/protocol';
import { createBridge, type Bridge } from './bridge';
import { createPanelContext, ProvidePanel } from './panelContext';
import { useTranslations } from './l10n';
import { Panel } from './Panel';
import { initialState, reduce, type LocalEvent, type PanelState } from './state';

/** Draws the page at most once per frame, however many events come in. */
function start(root: HTMLElement, bridge: Bridge): void {
  let state: PanelState = initialState;
  let frame: number | undefined;
  const update = (event: PanelEvent | LocalEvent): void => {
    state = reduce(state, event);
    if (event.type === 'opened') bridge.keep({ conversation: event.conversation.id });
    frame ??= requestAnimationFrame(draw);
  };
  const context = createPanelContext({
    send: bridge.send,
    update,
    language: document.documentElement.lang,
  });
  const keeping = { kept: bridge.kept.draft ?? '', keep: (draft: string) => bridge.keep({ draft }) };
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

const root = document.getElementById('root');
if (root !== null) {
  useTranslations(JSON.parse(root.dataset['words'] ?? '{}') as Readonly<Record<string, string>>);
  start(root, createBridge());
}

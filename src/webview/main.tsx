import { render } from 'preact';
import type { PanelEvent } from '../chat/protocol';
import { createBridge, type Bridge } from './bridge';
import { createPanelContext, ProvidePanel } from './panelContext';
import { keepFocus } from './keptFocus';
import { useTranslations } from './l10n';
import { Panel } from './Panel';
import { Reading } from './reading';
import { initialState, reduce, type LocalEvent, type PanelState } from './state';
import { KeptDraft } from './input/keptDraft';
import { followToolbarKeys } from './toolbarKeys';

/** Draws the page at most once per frame, however many events come in; at once where the input's text changes. */
function start(root: HTMLElement, bridge: Bridge): void {
  let state: PanelState = initialState;
  let frame: number | undefined;
  const draft = new KeptDraft(bridge);
  const update = (event: PanelEvent | LocalEvent): void => {
    const before = state;
    state = reduce(state, event);
    const change = state.draft === before.draft ? undefined : state.draft;
    if (!isLocal(event)) draft.take(event, change);
    if (change === undefined) frame ??= requestAnimationFrame(draw);
    else draw();
  };
  const context = createPanelContext({
    send: (command) => {
      if (command.type === 'open' || command.type === 'new') draft.leave();
      bridge.send(command);
    },
    update,
    language: document.documentElement.lang,
    reading: new Reading(bridge),
  });
  const draw = (): void => {
    if (frame !== undefined) cancelAnimationFrame(frame);
    frame = undefined;
    render(
      <ProvidePanel value={context}>
        <Panel state={state} keeping={draft} />
      </ProvidePanel>,
      root,
    );
  };
  bridge.onEvent(update);
  const { conversation } = bridge.kept;
  bridge.send({ type: 'ready', ...(conversation !== undefined && { conversation }) });
}

const localTypes: ReadonlySet<string> = new Set<LocalEvent['type']>([
  'showView',
  'edit',
  'tell',
  'dismissNotice',
]);

function isLocal(event: PanelEvent | LocalEvent): event is LocalEvent {
  return localTypes.has(event.type);
}

const root = document.getElementById('root');
if (root !== null) {
  useTranslations(JSON.parse(root.dataset['words'] ?? '{}') as Readonly<Record<string, string>>);
  keepFocus(root);
  followToolbarKeys(root);
  start(root, createBridge());
}

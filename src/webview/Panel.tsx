import type { JSX } from 'preact';
import type { Conversation, Turn } from '../chat/protocol';
import { MessageBox } from './input/MessageBox';
import type { DraftKeeping } from './input/useDraft';
import { usePanel } from './panelContext';
import { History } from './history/History';
import { t } from './l10n';
import { LiveRegion } from './LiveRegion';
import { turnsBefore, type PanelState } from './state';
import { AnswerTurn } from './turns/AnswerTurn';
import { EmptyState } from './turns/EmptyState';
import { PendingTurn } from './turns/PendingTurn';
import { SummaryTurn } from './turns/SummaryTurn';
import { TurnList } from './turns/TurnList';
import { UserTurn } from './turns/UserTurn';
import { Icon, IconButton } from './ui/controls';

interface PanelProps {
  readonly state: PanelState;
  readonly keeping: DraftKeeping;
}

export function Panel({ state, keeping }: PanelProps): JSX.Element | null {
  const { conversation } = state;
  const pending = conversation?.pending;
  if (conversation === undefined) return null;
  if (state.view === 'history')
    return (
      <main class="panel">
        <History state={state} />
      </main>
    );
  return (
    <main class="panel" aria-label={t('Chat')}>
      <Header conversation={conversation} />
      <TurnList
        conversation={conversation.id}
        lastQuestion={pending?.text ?? conversation.turns.findLast(({ kind }) => kind === 'user')?.id}
      >
        {conversation.turns.length === 0 && pending === undefined && (
          <EmptyState conversation={conversation.id} composer={state.composer} />
        )}
        {turnsBefore(conversation).map((turn) => (
          <TurnView key={turn.id} conversation={conversation.id} turn={turn} editing={state.editing} />
        ))}
        {pending !== undefined && <PendingTurn text={pending.text} />}
      </TurnList>
      <NoticeLine state={state} />
      <MessageBox key={conversation.id} state={state} keeping={keeping} />
      <LiveRegion turn={conversation.turns.at(-1)} isPending={pending !== undefined} />
    </main>
  );
}

function Header({ conversation }: { readonly conversation: Conversation }): JSX.Element {
  const { send, update } = usePanel();
  return (
    <header class="panel-head">
      <h2 class="panel-title">{conversation.title === '' ? t('New conversation') : conversation.title}</h2>
      <IconButton
        icon="history"
        label={t('History')}
        name="history"
        onClick={() => update({ type: 'showView', view: 'history' })}
      />
      <IconButton icon="add" label={t('New Conversation')} name="new" onClick={() => send({ type: 'new' })} />
    </header>
  );
}

interface TurnViewProps {
  readonly conversation: string;
  readonly turn: Turn;
  readonly editing: PanelState['editing'];
}

function TurnView({ conversation, turn, editing }: TurnViewProps): JSX.Element {
  switch (turn.kind) {
    case 'user':
      return (
        <UserTurn
          conversation={conversation}
          turn={turn}
          editing={turn.id === editing?.turn ? editing : undefined}
        />
      );
    case 'answer':
      return <AnswerTurn conversation={conversation} turn={turn} />;
    case 'summary':
      return <SummaryTurn conversation={conversation} turn={turn} />;
  }
}

function NoticeLine({ state: { notice } }: { readonly state: PanelState }): JSX.Element | null {
  const { update } = usePanel();
  if (notice === undefined) return null;
  return (
    <div class={`notice ${notice.level}`} role="status">
      <Icon name={notice.level} />
      <span>{notice.message}</span>
      <IconButton icon="close" label={t('Dismiss')} onClick={() => update({ type: 'dismissNotice' })} />
    </div>
  );
}

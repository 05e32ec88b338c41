import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ConversationSummary, SearchHit } from '../../chat/protocol';
import { usePanel } from '../panelContext';
import { t } from '../l10n';
import type { PanelState } from '../state';
import { Icon, IconButton, TextButton } from '../ui/controls';
import { ago } from '../ui/numbers';

/** A pause in typing after which the search goes out. */
const searchDelayMs = 200;

/** All conversations: searched, renamed, pinned, exported, deleted. */
export function History({ state }: { readonly state: PanelState }): JSX.Element {
  const { send, update } = usePanel();
  const [text, setText] = useState('');
  const request = useRef(0);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  useEffect(() => {
    if (text.trim() === '') return;
    const timer = setTimeout(() => {
      request.current += 1;
      send({ type: 'search', request: request.current, text });
    }, searchDelayMs);
    return () => clearTimeout(timer);
  }, [text]);
  const hits = hitsFor(text, state);
  return (
    <div class="history">
      <div class="history-head">
        <IconButton
          icon="arrow-left"
          label={t('Back to the conversation')}
          onClick={() => update({ type: 'showView', view: 'chat' })}
        />
        <input
          ref={field}
          type="search"
          class="search"
          aria-label={t('Search conversations')}
          placeholder={t('Search conversations')}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape' && text === '') update({ type: 'showView', view: 'chat' });
          }}
        />
      </div>
      {hits.length === 0 && <p class="empty-note">{t('No conversations.')}</p>}
      <ul class="conversations" aria-label={t('Conversations')}>
        {hits.map((hit) => (
          <HistoryRow
            key={hit.conversation.id}
            hit={hit}
            isOpen={hit.conversation.id === state.conversation?.id}
          />
        ))}
      </ul>
      {state.catalogue.conversations.length > 0 && (
        <div class="history-foot">
          <TextButton onClick={() => send({ type: 'deleteAll' })}>{t('Delete All…')}</TextButton>
        </div>
      )}
    </div>
  );
}

function hitsFor(text: string, { catalogue, found }: PanelState): readonly SearchHit[] {
  const all = catalogue.conversations.map((conversation) => ({ conversation }));
  if (text.trim() === '') return all;
  const known = new Map(catalogue.conversations.map((conversation) => [conversation.id, conversation]));
  // What was renamed or deleted since the search shows as it is now.
  return (found?.hits ?? []).flatMap((hit) => {
    const conversation = known.get(hit.conversation.id);
    return conversation === undefined ? [] : [{ ...hit, conversation }];
  });
}

interface HistoryRowProps {
  readonly hit: SearchHit;
  readonly isOpen: boolean;
}

function HistoryRow({ hit, isOpen }: HistoryRowProps): JSX.Element {
  const { send, update, language } = usePanel();
  const [isRenaming, setRenaming] = useState(false);
  const { conversation, excerpt } = hit;
  const { id, pinned, title } = conversation;
  const name = title === '' ? t('New conversation') : title;
  const rename = (text: string): void => {
    setRenaming(false);
    if (text.trim() !== '' && text !== title) send({ type: 'rename', conversation: id, title: text.trim() });
  };
  if (isRenaming) {
    return (
      <li class="conversation">
        <RenameField title={title} onDone={rename} onCancel={() => setRenaming(false)} />
      </li>
    );
  }
  return (
    <li class={isOpen ? 'conversation open' : 'conversation'} data-conversation={id}>
      <button
        type="button"
        class="conversation-body"
        aria-current={isOpen}
        onClick={() => {
          send({ type: 'open', conversation: id });
          update({ type: 'showView', view: 'chat' });
        }}
      >
        <span class="conversation-title">
          {pinned && <Icon name="pinned" />}
          {name}
        </span>
        <span class="conversation-facts">{rowFacts(conversation, language)}</span>
        {excerpt !== undefined && <span class="conversation-excerpt">{excerpt}</span>}
      </button>
      <div class="conversation-actions" role="toolbar" aria-label={t('Actions for {0}', name)}>
        <IconButton
          icon={pinned ? 'pinned' : 'pin'}
          label={pinned ? t('Unpin') : t('Pin')}
          isPressed={pinned}
          onClick={() => send({ type: 'pin', conversation: id, pinned: !pinned })}
        />
        <IconButton icon="edit" label={t('Rename')} onClick={() => setRenaming(true)} />
        <IconButton
          icon="export"
          label={t('Export as Markdown')}
          onClick={() => send({ type: 'export', conversation: id })}
        />
        <IconButton
          icon="trash"
          label={t('Delete')}
          onClick={() => send({ type: 'delete', conversation: id })}
        />
      </div>
    </li>
  );
}

function rowFacts({ isRunning, updatedAt, model }: ConversationSummary, language: string): string {
  const time = isRunning ? t('answering…') : ago(updatedAt, Date.now(), language);
  return model === undefined ? time : `${time} · ${model}`;
}

interface RenameFieldProps {
  readonly title: string;
  readonly onDone: (title: string) => void;
  readonly onCancel: () => void;
}

function RenameField({ title, onDone, onCancel }: RenameFieldProps): JSX.Element {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  return (
    <input
      ref={field}
      class="search"
      aria-label={t('New title')}
      defaultValue={title}
      onBlur={(event) => onDone(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') onDone(event.currentTarget.value);
        if (event.key === 'Escape') onCancel();
      }}
    />
  );
}

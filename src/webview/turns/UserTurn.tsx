import type { JSX } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { UserTurn as Question } from '../../chat/protocol';
import { AttachmentChip } from '../input/Chips';
import { useTelling } from '../input/useTelling';
import { usePanel } from '../panelContext';
import { t } from '../l10n';
import type { PanelState } from '../state';
import { IconButton, TextButton } from '../ui/controls';
import { TurnActions } from './TurnActions';

interface UserTurnProps {
  readonly conversation: string;
  readonly turn: Question;
  readonly editing: PanelState['editing'];
}

export function UserTurn({ conversation, turn, editing }: UserTurnProps): JSX.Element {
  const { send, update } = usePanel();
  const place = { conversation, turn: turn.id };
  return (
    <article class="turn question" aria-label={t('Your message')} data-turn={turn.id}>
      {editing !== undefined ? (
        <EditQuestion conversation={conversation} turn={turn} begun={editing.text ?? turn.text} />
      ) : (
        <div class="bubble">
          <div class="question-text">{turn.text}</div>
          {turn.attachments.length > 0 && (
            <ul class="chips" aria-label={t('Attachments')}>
              {turn.attachments.map((attachment) => (
                <AttachmentChip key={attachment.id} attachment={attachment} />
              ))}
            </ul>
          )}
        </div>
      )}
      {editing === undefined && (
        <TurnActions conversation={conversation} turn={turn} label={t('Actions for your message')}>
          <IconButton
            icon="edit"
            label={t('Edit and Send Again')}
            onClick={() => update({ type: 'edit', turn: turn.id })}
          />
          <IconButton
            icon="copy"
            label={t('Copy Message')}
            onClick={() => send({ type: 'copyText', text: turn.text })}
          />
          <IconButton
            icon="trash"
            label={t('Delete from Here On')}
            onClick={() => send({ type: 'deleteTurn', ...place })}
          />
        </TurnActions>
      )}
    </article>
  );
}

interface EditQuestionProps extends Omit<UserTurnProps, 'editing'> {
  readonly begun: string;
}

function EditQuestion({ conversation, turn, begun }: EditQuestionProps): JSX.Element {
  const { send, update } = usePanel();
  const [text, setText] = useState(begun);
  const endTelling = useTelling(text, () =>
    send({ type: 'edit', conversation, edit: { turn: turn.id, text } }),
  );
  const field = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    field.current?.focus();
    field.current?.setSelectionRange(begun.length, begun.length);
  }, []);
  const close = (): void => {
    endTelling();
    update({ type: 'edit', turn: undefined });
  };
  const cancel = (): void => {
    close();
    send({ type: 'edit', conversation });
  };
  const resend = (): void => {
    if (text.trim() === '') return;
    close();
    send({ type: 'editAndResend', conversation, turn: turn.id, text });
  };
  return (
    <div class="edit-question">
      <textarea
        ref={field}
        rows={3}
        aria-label={t('Edit your message')}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') cancel();
          else if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) resend();
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      <div class="button-row">
        <TextButton isPrimary onClick={resend}>
          {t('Send')}
        </TextButton>
        <TextButton onClick={cancel}>{t('Cancel')}</TextButton>
      </div>
    </div>
  );
}

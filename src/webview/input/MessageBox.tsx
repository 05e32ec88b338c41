import type { JSX } from 'preact';
import type { ContextMeter } from '../../chat/protocol';
import { usePanel } from '../panelContext';
import { t } from '../l10n';
import { canCompact, type PanelState } from '../state';
import { Icon, IconButton } from '../ui/controls';
import { AttachmentChip } from './Chips';
import { holdsAttachments } from './dropped';
import { Meter } from './Meter';
import { ModelPicker } from './ModelPicker';
import { Obstacle } from './Obstacle';
import { SuggestionList, suggestionId, suggestionListId } from './SuggestionList';
import { ThinkControl } from './ThinkControl';
import { useMessageBox, type Composing } from './useMessageBox';
import type { DraftKeeping } from './useDraft';

interface MessageBoxProps {
  readonly state: PanelState;
  readonly keeping: DraftKeeping;
}

/** Where the next message is written, with what goes along and who answers. */
export function MessageBox({ state, keeping }: MessageBoxProps): JSX.Element {
  const composing = useMessageBox(state, keeping);
  const { suggestions } = composing;
  const conversation = state.conversation?.id ?? '';
  const { composer } = state;
  return (
    <form
      class="composer"
      aria-label={t('Message')}
      onSubmit={(event) => event.preventDefault()}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        if (event.dataTransfer !== null) composing.attach(event.dataTransfer);
      }}
    >
      {suggestions.items.length > 0 && (
        <SuggestionList items={suggestions.items} active={suggestions.active} onChoose={composing.choose} />
      )}
      {composer?.obstacle !== undefined && <Obstacle obstacle={composer.obstacle} composer={composer} />}
      {composer?.isBaseModel === true && <BaseModelRemark model={composer.model ?? ''} />}
      <div class="input-box">
        <Attachments state={state} conversation={conversation} />
        <Input composing={composing} />
        <InputBar state={state} composing={composing} />
      </div>
    </form>
  );
}

function Input({ composing }: { readonly composing: Composing }): JSX.Element {
  const { suggestions } = composing;
  const isListOpen = suggestions.items.length > 0;
  return (
    <textarea
      ref={composing.field}
      class="input"
      rows={1}
      aria-label={t('Message to the model')}
      aria-autocomplete="list"
      aria-haspopup="listbox"
      aria-controls={isListOpen ? suggestionListId : undefined}
      aria-activedescendant={isListOpen ? suggestionId(suggestions.active) : undefined}
      placeholder={t('Ask about your code. @ adds context, / runs a prompt')}
      value={composing.text}
      onInput={({ currentTarget: { value, selectionStart } }) => composing.type(value, selectionStart)}
      onBlur={() => suggestions.close()}
      onPaste={(event) => {
        const { clipboardData } = event;
        if (clipboardData === null || !holdsAttachments(clipboardData)) return;
        event.preventDefault();
        composing.attach(clipboardData);
      }}
      onKeyDown={(event) => {
        if (!composing.takeKey(event)) return;
        event.preventDefault();
        event.stopPropagation();
      }}
    />
  );
}

function InputBar({
  state,
  composing,
}: Pick<MessageBoxProps, 'state'> & { readonly composing: Composing }): JSX.Element {
  const { composer } = state;
  return (
    <div class="input-bar">
      <IconButton
        icon="mention"
        label={t('Add context')}
        name="mention"
        onClick={() => composing.mention()}
      />
      {composer !== undefined && (
        <>
          <ModelPicker composer={composer} />
          <ThinkControl composer={composer} />
        </>
      )}
      <span class="spacer" />
      {composer !== undefined && <ConversationMeter state={state} meter={composer.meter} />}
      {composing.isRunning ? (
        <IconButton icon="debug-stop" label={t('Stop (Esc)')} name="stop" onClick={() => composing.stop()} />
      ) : (
        <IconButton
          icon="send"
          label={t('Send (Enter)')}
          name="send"
          isDisabled={!composing.canSend}
          onClick={() => composing.submit()}
        />
      )}
    </div>
  );
}

/** Said ahead of the first question: such an answer looks like a fault of the panel. */
function BaseModelRemark({ model }: { readonly model: string }): JSX.Element {
  return (
    <p class="base-model-remark">
      <Icon name="info" />
      <span>
        {t(
          '{0} has no chat template: it goes on with your text instead of answering. Pick a model with "instruct" or "chat" in its name.',
          model,
        )}
      </span>
    </p>
  );
}

interface ConversationMeterProps {
  readonly state: PanelState;
  readonly meter: ContextMeter;
}

function ConversationMeter({ state: { conversation }, meter }: ConversationMeterProps): JSX.Element {
  const { send } = usePanel();
  const compact =
    conversation !== undefined && canCompact(conversation)
      ? () => send({ type: 'compact', conversation: conversation.id })
      : undefined;
  return <Meter meter={meter} onCompact={compact} />;
}

interface AttachmentsProps {
  readonly state: PanelState;
  readonly conversation: string;
}

function Attachments({ state, conversation }: AttachmentsProps): JSX.Element | null {
  const { send } = usePanel();
  const attachments = state.composer?.attachments ?? [];
  if (attachments.length === 0) return null;
  return (
    <ul class="chips" aria-label={t('Attachments')}>
      {attachments.map((attachment) => (
        <AttachmentChip
          key={attachment.id}
          attachment={attachment}
          onRemove={() => send({ type: 'detach', conversation, attachment: attachment.id })}
        />
      ))}
    </ul>
  );
}

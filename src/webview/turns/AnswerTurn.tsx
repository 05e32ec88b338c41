import type { JSX } from 'preact';
import type { AnswerTurn as Answer, Failure, WaitReason } from '../../chat/protocol';
import { usePanel } from '../panelContext';
import { t } from '../l10n';
import { answerText, isUnderWay } from '../state';
import { Icon, IconButton, TextButton } from '../ui/controls';
import { duration, shortCount } from '../ui/numbers';
import { Markdown } from './Markdown';
import { Thinking, usePassedMs } from './Thinking';
import { TurnActions } from './TurnActions';

interface AnswerTurnProps {
  readonly conversation: string;
  readonly turn: Answer;
}

export function AnswerTurn({ conversation, turn }: AnswerTurnProps): JSX.Element {
  const place = { conversation, turn: turn.id };
  const isLive = isUnderWay(turn);
  return (
    <article
      class={isLive ? 'turn answer live' : 'turn answer'}
      aria-label={t('Answer of {0}', turn.model)}
      aria-busy={isLive}
      data-turn={turn.id}
    >
      <header class="turn-head">
        <Icon name="sparkle" />
        <span class="turn-author">{turn.model}</span>
        <span class="turn-endpoint">{turn.endpoint}</span>
      </header>
      {turn.parts.map((part, index) => {
        const isGrowing = isLive && index === turn.parts.length - 1;
        return part.kind === 'thinking' ? (
          <Thinking
            key={index}
            part={part}
            isLive={isLive && part.durationMs === undefined}
            place={place}
            index={index}
          />
        ) : (
          <Markdown key={index} text={part.text} isWhole={!isGrowing} place={place} />
        );
      })}
      <Ending conversation={conversation} turn={turn} />
      {!isLive && <AnswerActions conversation={conversation} turn={turn} />}
    </article>
  );
}

function AnswerActions({ conversation, turn }: AnswerTurnProps): JSX.Element {
  const { send } = usePanel();
  const place = { conversation, turn: turn.id };
  return (
    <TurnActions
      conversation={conversation}
      turn={turn}
      label={t('Actions for this answer')}
      facts={facts(turn)}
    >
      <IconButton
        icon="copy"
        label={t('Copy Answer')}
        onClick={() => send({ type: 'copyText', text: answerText(turn) })}
      />
      <IconButton
        icon="refresh"
        label={t('Answer Again')}
        onClick={() => send({ type: 'regenerate', ...place })}
      />
      <IconButton
        icon="eye"
        label={t('Show What Was Sent')}
        onClick={() => send({ type: 'showSent', ...place })}
      />
      <IconButton
        icon="trash"
        label={t('Delete from Here On')}
        onClick={() => send({ type: 'deleteTurn', ...place })}
      />
    </TurnActions>
  );
}

function facts({ metrics }: Answer): string | undefined {
  if (metrics?.answerTokens === undefined) return undefined;
  const { answerTokens, tokensPerSecond } = metrics;
  const tokens = t('{0} tokens', shortCount(answerTokens));
  return tokensPerSecond === undefined ? tokens : `${tokens} · ${t('{0}/s', Math.round(tokensPerSecond))}`;
}

/** What stands below the text: what is waited for, why it ended before its time, and what can be done about that. */
function Ending({ conversation, turn }: AnswerTurnProps): JSX.Element | null {
  const { send } = usePanel();
  const hasText = answerText(turn) !== '';
  const goOn = hasText ? (
    <TextButton onClick={() => send({ type: 'continue', conversation, turn: turn.id })}>
      {t('Continue')}
    </TextButton>
  ) : (
    // There is nothing that could be gone on with: a thought is not sent back.
    <TextButton onClick={() => send({ type: 'regenerate', conversation, turn: turn.id })}>
      {t('Try Again')}
    </TextButton>
  );
  const { state } = turn;
  switch (state.kind) {
    case 'waiting':
      return <Waiting reason={state.reason} turn={turn} />;
    case 'streaming':
      return null;
    case 'stopped':
      return <Remark icon="circle-slash" text={t('Stopped.')} action={turn.parts.length > 0 ? goOn : null} />;
    case 'failed':
      return <FailureBox conversation={conversation} turn={turn} failure={state.failure} />;
    case 'finished':
      switch (state.finishReason) {
        case 'stop':
          return null;
        case 'length':
          return <Remark icon="fold-down" text={limitWords(hasText)} action={goOn} />;
        case 'cut-off':
          return <Remark icon="debug-disconnect" text={t('The answer broke off.')} action={goOn} />;
        case 'empty':
          return <Remark icon="info" text={emptyWords(turn)} action={goOn} />;
      }
  }
}

export function emptyWords({ parts }: Answer): string {
  if (parts.some(({ kind }) => kind === 'thinking')) {
    return t('The model thought and gave no answer. Try again, with less thinking or another model.');
  }
  return t('The model gave no answer. Ask in other words, or pick another model and try again.');
}

function limitWords(hasText: boolean): string {
  if (hasText) return t('The answer met its limit.');
  return t('The limit of answers was met while the model still thought (fillwright.chat.maxTokens).');
}

interface RemarkProps {
  readonly icon: string;
  readonly text: string;
  readonly action: JSX.Element | null;
}

function Remark({ icon, text, action }: RemarkProps): JSX.Element {
  return (
    <div class="remark">
      <Icon name={icon} />
      <span>{text}</span>
      {action}
    </div>
  );
}

/** Waits below this long are not counted aloud. */
const shownFromMs = 2_000;
/** Hosts don't tell what others have asked of them; from here on it may be that. */
const longReadingMs = 15_000;

function Waiting({ reason, turn }: { readonly reason: WaitReason; readonly turn: Answer }): JSX.Element {
  const passedMs = usePassedMs(true) ?? 0;
  return (
    <div class="remark waiting">
      <span class="codicon codicon-loading codicon-modifier-spin" aria-hidden="true" />
      <span>{waitWords(reason, turn)}</span>
      {passedMs > shownFromMs && <span class="turn-facts">{duration(passedMs)}</span>}
      {reason === 'reading' && passedMs > longReadingMs && (
        <span class="turn-facts">{t('A long conversation, or {0} is busy with others.', turn.endpoint)}</span>
      )}
    </div>
  );
}

export function waitWords(reason: WaitReason, { endpoint, model }: Answer): string {
  switch (reason) {
    case 'connecting':
      return t('Asking {0}…', endpoint);
    case 'queued':
      return t('{0} is busy with another request; yours is next.', endpoint);
    case 'loading':
      return t('{0} loads {1}…', endpoint, model);
    case 'reading':
      return t('Reading the conversation…');
  }
}

interface FailureProps {
  readonly conversation: string;
  readonly turn: Answer;
  readonly failure: Failure;
}

function FailureBox({ conversation, turn, failure }: FailureProps): JSX.Element {
  const { send } = usePanel();
  const place = { conversation, turn: turn.id };
  return (
    <div class="failure" data-code={failure.code}>
      <Icon name="error" />
      <div>
        <p>{failure.message}</p>
        {failure.isRetryable && (
          <div class="button-row">
            <TextButton isPrimary onClick={() => send({ type: 'regenerate', ...place })}>
              {t('Try Again')}
            </TextButton>
            {answerText(turn) !== '' && (
              <TextButton onClick={() => send({ type: 'continue', ...place })}>{t('Continue')}</TextButton>
            )}
          </div>
        )}
      </div>
    </div>
  );
}

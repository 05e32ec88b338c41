import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import type { SummaryTurn as Summary } from '../../chat/protocol';
import { t } from '../l10n';
import { isUnderWay } from '../state';
import { Icon } from '../ui/controls';
import { useFold } from '../ui/useFold';
import { Markdown } from './Markdown';

interface SummaryTurnProps {
  readonly conversation: string;
  readonly turn: Summary;
}

/** Stands where the model has summed up what went before, so that nothing is dropped unseen. */
export function SummaryTurn({ conversation, turn }: SummaryTurnProps): JSX.Element {
  const { isOpen, toggle } = useFold(turn.id, false);
  const id = useId();
  const isLive = isUnderWay(turn);
  return (
    <article
      class="turn summary"
      aria-label={t('Summary of earlier turns')}
      aria-busy={isLive}
      data-turn={turn.id}
    >
      <button type="button" class="thinking-head" aria-expanded={isOpen} aria-controls={id} onClick={toggle}>
        <Icon name={isOpen ? 'chevron-down' : 'chevron-right'} />
        <span>
          {isLive
            ? t('Summarizing the conversation…')
            : t('{0} earlier turns are summarized here', turn.replacedTurns)}
        </span>
      </button>
      <div id={id} class="thinking-body" hidden={!isOpen}>
        {isOpen && <Markdown text={turn.text} isWhole={!isLive} place={{ conversation, turn: turn.id }} />}
      </div>
      {turn.attached.length > 0 && (
        <p class="summary-attached">
          {t(
            'No longer sent as they were: {0}. Attach again what the next answer needs whole.',
            turn.attached.join(', '),
          )}
        </p>
      )}
      {turn.state.kind === 'failed' && (
        <div class="failure">
          <Icon name="error" />
          <p>{turn.state.failure.message}</p>
        </div>
      )}
    </article>
  );
}

import type { JSX } from 'preact';
import { t } from '../l10n';

/** A question that was sent and is no turn yet. */
export function PendingTurn({ text }: { readonly text: string }): JSX.Element {
  return (
    <article class="turn question pending" aria-label={t('Your message')} aria-busy>
      <div class="bubble">
        <div class="question-text">{text}</div>
      </div>
      <div class="remark waiting">
        <span class="codicon codicon-loading codicon-modifier-spin" aria-hidden="true" />
        <span>{pendingWords()}</span>
      </div>
    </article>
  );
}

export function pendingWords(): string {
  return t('Making your question ready…');
}

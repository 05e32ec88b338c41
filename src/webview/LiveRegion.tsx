import type { JSX } from 'preact';
import type { AnswerPart, Turn } from '../chat/protocol';
import { t } from './l10n';
import { answerText } from './state';
import { emptyWords, waitWords } from './turns/AnswerTurn';
import { pendingWords } from './turns/PendingTurn';

interface LiveRegionProps {
  readonly turn: Turn | undefined;
  /** A question is made ready. */
  readonly isPending: boolean;
}

/** Says politely what the eye sees: that an answer began, that the model thinks, and the answer once it is whole. */
export function LiveRegion({ turn, isPending }: LiveRegionProps): JSX.Element {
  return (
    <div class="hidden-text" role="status" aria-live="polite">
      {isPending ? pendingWords() : turn === undefined ? '' : spoken(turn)}
    </div>
  );
}

function isOpenThought(part: AnswerPart): boolean {
  return part.kind === 'thinking' && part.durationMs === undefined;
}

/** Longer answers are read in the conversation itself. */
const spokenCharacters = 2_000;

function spoken(turn: Turn): string {
  if (turn.kind !== 'answer') return '';
  const { state } = turn;
  switch (state.kind) {
    case 'waiting':
      return waitWords(state.reason, turn);
    case 'streaming':
      return turn.parts.some(isOpenThought) ? t('The model thinks.') : t('The answer has begun.');
    case 'stopped':
      return t('Stopped.');
    case 'failed':
      return t('The answer failed: {0}', state.failure.message);
    case 'finished':
      if (state.finishReason === 'empty') return emptyWords(turn);
      return t('Answer: {0}', answerText(turn).slice(0, spokenCharacters));
  }
}

import type { JSX } from 'preact';
import { useEffect, useId, useState } from 'preact/hooks';
import type { AnswerPart, CodeBlock } from '../../chat/protocol';
import { t } from '../l10n';
import { Icon } from '../ui/controls';
import { duration } from '../ui/numbers';
import { useFold } from '../ui/useFold';
import { Markdown } from './Markdown';

interface ThinkingProps {
  readonly part: Extract<AnswerPart, { kind: 'thinking' }>;
  /** The model is still at it. */
  readonly isLive: boolean;
  readonly place: Pick<CodeBlock, 'conversation' | 'turn'>;
  /** Among the parts of its turn. */
  readonly index: number;
}

/** What a model thought: open while it thinks, folded when the answer starts, and always as the reader last chose. */
export function Thinking({ part, isLive, place, index }: ThinkingProps): JSX.Element {
  const { isOpen, toggle } = useFold(`${place.turn} ${index}`, isLive);
  const id = useId();
  const passedMs = usePassedMs(isLive);
  const spentMs = part.durationMs ?? passedMs;
  return (
    <div class={isLive ? 'thinking live' : 'thinking'}>
      <button type="button" class="thinking-head" aria-expanded={isOpen} aria-controls={id} onClick={toggle}>
        <Icon name={isOpen ? 'chevron-down' : 'chevron-right'} />
        <span class="thinking-title">{title(isLive, spentMs)}</span>
      </button>
      <div id={id} class="thinking-body" hidden={!isOpen}>
        {isOpen && <Markdown text={part.text} isWhole={!isLive} place={place} />}
      </div>
    </div>
  );
}

function title(isLive: boolean, spentMs: number | undefined): string {
  if (isLive) return spentMs === undefined ? t('Thinking…') : t('Thinking… {0}', duration(spentMs));
  return spentMs === undefined ? t('Thoughts') : t('Thought for {0}', duration(spentMs));
}

const tickMs = 200;

/** Milliseconds since `isRunning` became true, up to date a few times a second; undefined before that. */
export function usePassedMs(isRunning: boolean): number | undefined {
  const [passedMs, setPassedMs] = useState<number | undefined>(undefined);
  useEffect(() => {
    if (!isRunning) return;
    const startedAt = performance.now();
    const timer = setInterval(() => setPassedMs(performance.now() - startedAt), tickMs);
    return () => clearInterval(timer);
  }, [isRunning]);
  return passedMs;
}

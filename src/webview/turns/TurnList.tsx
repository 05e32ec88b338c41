import type { ComponentChildren, JSX } from 'preact';
import { usePanel } from '../panelContext';
import { t } from '../l10n';
import { Icon } from '../ui/controls';
import { useScroll } from './useScroll';

interface TurnListProps {
  /** Changes when the reader goes to another conversation: then its end is shown. */
  readonly conversation: string;
  /** The latest question; a new one brings its reader back to the end. */
  readonly lastQuestion: string | undefined;
  readonly children: ComponentChildren;
}

/** The turns. Follows the end while the reader is there, and stays put when he has scrolled up. */
export function TurnList({ conversation, lastQuestion, children }: TurnListProps): JSX.Element {
  const { scroller, content, isAway, toEnd, onScroll, onTakeOver } = useScroll(conversation, lastQuestion);
  const references = useReferences();
  return (
    <div class="turns-frame">
      <div
        class="turns"
        ref={scroller}
        onScroll={onScroll}
        onWheel={onTakeOver}
        onPointerDown={onTakeOver}
        onKeyDown={onTakeOver}
        onTouchMove={onTakeOver}
        tabIndex={0}
        role="region"
        aria-label={t('Conversation')}
      >
        <div class="turns-content" ref={content} {...references}>
          {children}
        </div>
      </div>
      {isAway && (
        <button type="button" class="to-end" onClick={toEnd}>
          <Icon name="arrow-down" />
          {t('Jump to Latest')}
        </button>
      )}
    </div>
  );
}

interface ReferenceHandlers {
  readonly onClick: (event: MouseEvent) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

/** Links, paths and symbols in answers: told to the extension, which decides what is opened. */
function useReferences(): ReferenceHandlers {
  const { send } = usePanel();
  const follow = (event: Event): void => {
    const target = event.target instanceof Element ? event.target.closest<HTMLElement>('[role=link]') : null;
    if (target === null) return;
    event.preventDefault();
    const { href, path, line, symbol } = target.dataset;
    if (href !== undefined) send({ type: 'openLink', href });
    else if (path !== undefined)
      send({ type: 'openFile', path, ...(line !== undefined && { line: Number(line) }) });
    else if (symbol !== undefined) send({ type: 'openSymbol', name: symbol });
  };
  return {
    onClick: follow,
    onKeyDown: (event) => {
      if (event.key === 'Enter') follow(event);
    },
  };
}

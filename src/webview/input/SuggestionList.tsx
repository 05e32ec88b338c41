import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { AttachmentSource, Mention } from '../../chat/protocol';
import { t } from '../l10n';
import { Icon } from '../ui/controls';
import type { Suggestion } from './useSuggestions';

export const suggestionListId = 'suggestions';

export function suggestionId(index: number): string {
  return `suggestion-${index}`;
}

interface SuggestionListProps {
  readonly items: readonly Suggestion[];
  readonly active: number;
  readonly onChoose: (item: Suggestion) => void;
}

/** The list above the input. The focus stays in the input, which names the active entry. */
export function SuggestionList({ items, active, onChoose }: SuggestionListProps): JSX.Element {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => list.current?.children[active]?.scrollIntoView({ block: 'nearest' }), [active, items]);
  return (
    <ul
      id={suggestionListId}
      class="popup suggestions"
      role="listbox"
      aria-label={t('Suggestions')}
      ref={list}
    >
      {items.map((item, index) => (
        <li
          key={index}
          id={suggestionId(index)}
          role="option"
          class="option"
          aria-selected={index === active}
          // A press would take the focus from the input.
          onMouseDown={(event) => {
            event.preventDefault();
            onChoose(item);
          }}
        >
          <Entry item={item} />
        </li>
      ))}
    </ul>
  );
}

function Entry({ item }: { readonly item: Suggestion }): JSX.Element {
  if (item.kind === 'command') {
    const { name, argumentHint, description } = item.command;
    return (
      <>
        <Icon name={item.command.source === 'workspace' ? 'bookmark' : 'symbol-event'} />
        <span class="option-label">
          /{name} {argumentHint !== undefined && <span class="option-hint">{argumentHint}</span>}
        </span>
        <span class="option-detail">{description}</span>
      </>
    );
  }
  const { label, detail } = item.mention;
  return (
    <>
      <Icon name={mentionIcon(item.mention)} />
      <span class="option-label">{label}</span>
      {detail !== undefined && <span class="option-detail">{detail}</span>}
    </>
  );
}

const icons: Readonly<Record<AttachmentSource['kind'], string>> = {
  file: 'file',
  folder: 'folder',
  symbol: 'symbol-method',
  selection: 'selection',
  'active-selection': 'selection',
  'open-editors': 'files',
  problems: 'warning',
  diff: 'diff',
  terminal: 'terminal',
  repo: 'repo',
  uri: 'file',
  image: 'file-media',
};

function mentionIcon({ source, narrow }: Mention): string {
  return icons[source?.kind ?? narrow ?? 'file'];
}

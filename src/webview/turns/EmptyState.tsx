import type { JSX } from 'preact';
import type { Composer } from '../../chat/protocol';
import { StateDot, stateWords } from '../input/ModelPicker';
import { usePanel } from '../panelContext';
import { t } from '../l10n';
import { Icon, TextButton } from '../ui/controls';

interface EmptyStateProps {
  readonly conversation: string;
  readonly composer: Composer | undefined;
}

/** A new conversation: how the hosts are, and three ways to begin. */
export function EmptyState({ conversation, composer }: EmptyStateProps): JSX.Element {
  const { send } = usePanel();
  return (
    <div class="empty">
      <h1>{t('Ask your own model')}</h1>
      <p class="empty-note">{t('Nothing leaves the endpoints you named.')}</p>
      <ul class="hosts" aria-label={t('Endpoints')}>
        {composer?.endpoints.map((endpoint) => (
          <li key={endpoint.name}>
            <StateDot state={endpoint.state} />
            <span class="host-name">{endpoint.name}</span>
            <span class="host-state">{stateWords(endpoint)}</span>
          </li>
        ))}
      </ul>
      {composer?.endpoints.some(({ failure }) => failure !== undefined) === true && (
        <TextButton onClick={() => send({ type: 'refreshModels' })}>{t('Try the Hosts Again')}</TextButton>
      )}
      <ul class="starters" aria-label={t('Ways to begin')}>
        {starters().map(({ icon, label, text, attach }) => (
          <li key={label}>
            <button
              type="button"
              class="starter"
              disabled={composer?.model === undefined}
              onClick={() => {
                if (attach !== undefined) send({ type: 'attach', conversation, source: { kind: attach } });
                send({ type: 'send', conversation, text });
              }}
            >
              <Icon name={icon} />
              {label}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

interface Starter {
  readonly icon: string;
  readonly label: string;
  readonly text: string;
  readonly attach?: 'active-selection' | 'diff' | 'repo';
}

function starters(): readonly Starter[] {
  return [
    {
      icon: 'comment-discussion',
      label: t('Explain the selected code'),
      text: t('Explain this code.'),
      attach: 'active-selection',
    },
    {
      icon: 'diff',
      label: t('Review my changes'),
      text: t('Review these changes. Name faults first.'),
      attach: 'diff',
    },
    {
      icon: 'repo',
      label: t('Find my way in this repository'),
      text: t('What are the main parts of this repository, and where does the program start?'),
      attach: 'repo',
    },
  ];
}

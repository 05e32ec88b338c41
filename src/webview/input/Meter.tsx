import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import type { ContextMeter, MeterPart } from '../../chat/protocol';
import { t } from '../l10n';
import { Icon, TextButton } from '../ui/controls';
import { shortCount } from '../ui/numbers';

const radius = 6;
const circumference = 2 * Math.PI * radius;

interface MeterProps {
  readonly meter: ContextMeter;
  /** Absent where a summary would make no room. */
  readonly onCompact: (() => void) | undefined;
}

/** How full the context window is; its parts on demand. */
export function Meter({ meter, onCompact }: MeterProps): JSX.Element {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const { used, reserved, window: size } = meter;
  const share = Math.min(1, (used + reserved) / Math.max(1, size));
  const filled = Math.min(1, used / Math.max(1, size));
  const isExact = meter.parts.every((part) => part.isExact);
  const label = isExact
    ? t('Context window: {0} of {1} tokens used', used, size)
    : t('Context window: about {0} of {1} tokens used', used, size);
  return (
    <div
      class="meter"
      onFocusOut={({ currentTarget, relatedTarget }) => {
        if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) setOpen(false);
      }}
    >
      <button
        type="button"
        class={share >= 1 ? 'meter-button full' : 'meter-button'}
        aria-expanded={isOpen}
        aria-controls={id}
        aria-label={label}
        title={[label, meter.note].filter(Boolean).join('\n')}
        onClick={() => setOpen(!isOpen)}
      >
        <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
          <circle class="meter-track" cx="8" cy="8" r={radius} />
          <Arc className="meter-reserved" share={share} />
          <Arc className="meter-used" share={filled} />
        </svg>
        {meter.note !== undefined && <Icon name="info" />}
        <span>{`${isExact ? '' : '≈ '}${shortCount(used)}`}</span>
      </button>
      <div id={id} class="popup meter-parts" role="group" aria-label={t('Context window')} hidden={!isOpen}>
        {isOpen && <Parts meter={meter} />}
        {isOpen && meter.note !== undefined && <p class="meter-note">{meter.note}</p>}
        {isOpen && onCompact !== undefined && (
          <TextButton
            onClick={() => {
              setOpen(false);
              onCompact();
            }}
          >
            {t('Summarize the Conversation')}
          </TextButton>
        )}
      </div>
    </div>
  );
}

function Arc({ className, share }: { readonly className: string; readonly share: number }): JSX.Element {
  return (
    <circle
      class={className}
      cx="8"
      cy="8"
      r={radius}
      transform="rotate(-90 8 8)"
      stroke-dasharray={`${share * circumference} ${circumference}`}
    />
  );
}

function Parts({ meter }: { readonly meter: ContextMeter }): JSX.Element {
  const free = Math.max(0, meter.window - meter.used - meter.reserved);
  return (
    <table>
      <tbody>
        {meter.parts.map(({ kind, tokens, isExact }) => (
          <Row key={kind} label={partWords(kind)} tokens={tokens} isExact={isExact} />
        ))}
        <Row label={t('Reserved for the answer')} tokens={meter.reserved} />
        <Row label={t('Free')} tokens={free} isExact={meter.parts.every((part) => part.isExact)} />
        <Row label={t('Context window')} tokens={meter.window} />
      </tbody>
    </table>
  );
}

interface RowProps {
  readonly label: string;
  readonly tokens: number;
  readonly isExact?: boolean;
}

function Row({ label, tokens, isExact = true }: RowProps): JSX.Element {
  return (
    <tr>
      <th scope="row">{label}</th>
      <td>{isExact ? tokens : t('about {0}', tokens)}</td>
    </tr>
  );
}

function partWords(kind: MeterPart['kind']): string {
  switch (kind) {
    case 'instructions':
      return t('Instructions');
    case 'conversation':
      return t('Conversation');
    case 'attachments':
      return t('Attachments');
    case 'draft':
      return t('Your message');
    case 'template':
      return t('Marks between messages');
  }
}

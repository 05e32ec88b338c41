import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import type { ContextMeter, MeterPart } from '../../chat/protocol';
import { t } from '../l10n';
import { shortCount } from '../ui/numbers';

const radius = 6;
const circumference = 2 * Math.PI * radius;

/** How full the context window is; its parts on demand. */
export function Meter({ meter }: { readonly meter: ContextMeter }): JSX.Element {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const { used, reserved, window: size } = meter;
  const share = Math.min(1, (used + reserved) / Math.max(1, size));
  const filled = Math.min(1, used / Math.max(1, size));
  const label = t('Context window: {0} of {1} tokens used', used, size);
  return (
    <div class="meter">
      <button
        type="button"
        class={share >= 1 ? 'meter-button full' : 'meter-button'}
        aria-expanded={isOpen}
        aria-controls={id}
        aria-label={label}
        title={label}
        onClick={() => setOpen(!isOpen)}
        onBlur={() => setOpen(false)}
      >
        <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
          <circle class="meter-track" cx="8" cy="8" r={radius} />
          <Arc className="meter-reserved" share={share} />
          <Arc className="meter-used" share={filled} />
        </svg>
        <span>{`${meter.isExact ? '' : '≈ '}${shortCount(used)}`}</span>
      </button>
      <div id={id} class="popup meter-parts" role="group" aria-label={t('Context window')} hidden={!isOpen}>
        {isOpen && <Parts meter={meter} />}
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
        {meter.parts.map(({ kind, tokens }) => (
          <Row key={kind} label={partWords(kind)} tokens={tokens} />
        ))}
        <Row label={t('Reserved for the answer')} tokens={meter.reserved} />
        <Row label={t('Free')} tokens={free} />
        <Row label={t('Context window')} tokens={meter.window} />
      </tbody>
    </table>
  );
}

function Row({ label, tokens }: { readonly label: string; readonly tokens: number }): JSX.Element {
  return (
    <tr>
      <th scope="row">{label}</th>
      <td>{tokens}</td>
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
  }
}

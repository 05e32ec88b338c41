import type { JSX } from 'preact';
import type { Composer } from '../../chat/protocol';
import { usePanel } from '../panelContext';
import { t } from '../l10n';
import { Icon } from '../ui/controls';

/** DeepThink: a switch, a choice of levels, or a remark, as the model has it. */
export function ThinkControl({ composer }: { readonly composer: Composer }): JSX.Element | null {
  const { send } = usePanel();
  const { conversation, think } = composer;
  switch (think.kind) {
    case 'none':
      return null;
    case 'always':
      return (
        <span class="think-remark" title={t('This model always thinks before it answers')}>
          <Icon name="lightbulb" />
          <span>{t('DeepThink')}</span>
        </span>
      );
    case 'switch': {
      const isOn = think.value !== false;
      return (
        <button
          type="button"
          class="think-switch"
          aria-pressed={isOn}
          aria-label={t('DeepThink')}
          title={t('Let the model think before it answers')}
          onClick={() => send({ type: 'setThink', conversation, think: !isOn })}
        >
          <Icon name="lightbulb" />
          <span>{t('DeepThink')}</span>
        </button>
      );
    }
    case 'levels':
      return (
        <select
          class="think-levels"
          aria-label={t('DeepThink')}
          title={t('How much the model thinks before it answers')}
          value={String(think.value)}
          onChange={(event) => {
            const { value } = event.currentTarget;
            send({ type: 'setThink', conversation, think: value === 'false' ? false : value });
          }}
        >
          {think.canBeOff === true && <option value="false">{t('DeepThink: off')}</option>}
          {think.levels.map((level) => (
            <option key={level} value={level}>
              {t('DeepThink: {0}', level)}
            </option>
          ))}
        </select>
      );
  }
}

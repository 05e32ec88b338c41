import type { QuickPickItem } from 'vscode';
import { isAbort } from '../../common/abort';
import { t } from '../../common/l10n';
import type { MeasuredHost } from '../../hosts/setup/measureModel';
import { hostMemory, type HostMemory, type ModelAdvice } from '../../hosts/setup/modelAdvice';
import { forecastRule, measuredWords } from '../../hosts/setup/sizeForecast';
import type { LoadedModel } from '../../transport/engine';
import type { Choice } from './ask';

/** A model to pull, with what it needs; below it how fast it would be, where that is known. */
export function sizeChoices<T>(advice: ModelAdvice, value: T): readonly Choice<T>[] {
  const { tag, label, downloadBytes, recommended, arithmetic, speed } = advice;
  const choice = {
    label: `${recommended ? '$(star-full)' : '$(cloud-download)'} ${label}`,
    description: [
      tag,
      t('{0} GB', (downloadBytes / 1e9).toFixed(1)),
      ...(recommended ? [t('recommended')] : []),
    ].join(' · '),
    detail: arithmetic,
    value,
  };
  return speed === undefined ? [choice] : [choice, { label: '$(blank)', description: speed }];
}

/** What the speeds of other sizes are reckoned from. */
export function forecastLines(measured: MeasuredHost | undefined): readonly QuickPickItem[] {
  if (measured === undefined) return [];
  return [
    {
      label: t('$(dashboard) Measured: {0}', measuredWords(measured.model)),
      detail: forecastRule(measured.model),
    },
  ];
}

export function tagPlaceholder(): string {
  return t('A tag of the Ollama library, such as qwen2.5-coder:7b-base; it is downloaded onto the host');
}

/** Any tag can be pulled. */
export function typedTag(text: string): readonly Choice<string>[] {
  if (text === '') return [];
  return [{ label: t('$(cloud-download) Pull {0}', text), alwaysShow: true, value: text }];
}

export async function memoryOf(ask: () => Promise<readonly LoadedModel[]>): Promise<HostMemory> {
  try {
    return hostMemory(await ask());
  } catch (thrown) {
    if (isAbort(thrown)) throw thrown;
    return hostMemory([]); // A host that does not tell is advised on as one that is not known.
  }
}

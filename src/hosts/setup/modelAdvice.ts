import { t } from '../../common/l10n';
import { grouped } from '../../common/grouped';
import type { LoadedModel } from '../../transport/engine';
import {
  forecastSpeed,
  forecastWords,
  isQuickEnough,
  type MeasuredModel,
  type ModelSize,
} from './sizeForecast';

const GIB = 2 ** 30;
const KIB = 1_024;
/** What a runner takes besides weights and cache. */
const OVERHEAD_BYTES = 0.6 * GIB;
/** The window the advice reckons with, in tokens. */
const ADVISED_WINDOW = 16_384;

/** A model to pull. Sizes are those of the files, caches those of f16. */
interface PullableModel extends ModelSize {
  readonly tag: string;
  readonly label: string;
  readonly kvBytesPerToken: number;
}

/** DeepSeek-Coder's sizes in Ollama's library, the largest first. */
const pullable: readonly PullableModel[] = [
  {
    tag: 'deepseek-coder:33b-base-q4_K_M',
    label: 'DeepSeek-Coder 33B',
    weightsBytes: 19.9e9,
    parameters: 33.3e9,
    kvBytesPerToken: 248 * KIB,
  },
  {
    tag: 'deepseek-coder:6.7b-base-q4_K_M',
    label: 'DeepSeek-Coder 6.7B',
    weightsBytes: 4.08e9,
    parameters: 6.74e9,
    kvBytesPerToken: 512 * KIB,
  },
  {
    tag: 'deepseek-coder:1.3b-base-q4_K_M',
    label: 'DeepSeek-Coder 1.3B',
    weightsBytes: 0.874e9,
    parameters: 1.346e9,
    kvBytesPerToken: 192 * KIB,
  },
];

/** What is known of the memory that a host's models run in. */
export interface HostMemory {
  readonly bytes: number;
  /** `exactly`: a model was larger than it. `at-least`: nothing has filled it yet. `none`: models run on the CPU. */
  readonly certainty: 'exactly' | 'at-least' | 'none' | 'unknown';
}

export interface ModelAdvice {
  readonly tag: string;
  readonly label: string;
  readonly downloadBytes: number;
  readonly recommended: boolean;
  /** `3.8 GiB of weights + 8.0 GiB for 16,384 tokens + 0.6 GiB = 12.4 GiB: more than the 8.0 GiB of the GPU` */
  readonly arithmetic: string;
  /** How fast it would be, with the arithmetic; absent where nothing was measured. */
  readonly speed?: string;
}

/** What the models in a host's memory say of its size. */
export function hostMemory(loaded: readonly LoadedModel[]): HostMemory {
  if (loaded.length === 0) return { bytes: 0, certainty: 'unknown' };
  const bytes = loaded.reduce((sum, { vramBytes }) => sum + vramBytes, 0);
  const spills = loaded.some(({ vramBytes, sizeBytes }) => vramBytes < sizeBytes);
  if (bytes === 0) return { bytes, certainty: 'none' };
  return { bytes, certainty: spills ? 'exactly' : 'at-least' };
}

/**
 * The models worth pulling, the one that suits the host first and the others by size. `measured`: what a model that is
 * there has shown of its speed.
 */
export function adviseModels(memory: HostMemory, measured?: MeasuredModel): readonly ModelAdvice[] {
  const best = recommended(memory, measured);
  const advice = pullable.map((model) => ({
    tag: model.tag,
    label: model.label,
    downloadBytes: model.weightsBytes,
    recommended: model === best,
    arithmetic: arithmetic(model, memory),
    ...(measured === undefined ? {} : { speed: speedWords(model, memory, measured) }),
  }));
  return [...advice.filter((each) => each.recommended), ...advice.filter((each) => !each.recommended)];
}

function recommended(memory: HostMemory, measured: MeasuredModel | undefined): PullableModel | undefined {
  const [, middle, smallest] = pullable;
  if (measured === undefined) {
    // On a CPU only the smallest writes fast enough to be waited for.
    if (memory.certainty === 'none') return smallest;
    if (memory.certainty === 'unknown') return middle;
  }
  const isQuick = (model: PullableModel): boolean =>
    measured === undefined || isQuickEnough(forecastSpeed(measured, model));
  const fitting = pullable.find((model) => mayFit(model, memory) && isQuick(model)) ?? smallest;
  // What is in use now says nothing of how much there is besides.
  const mayBeMore = memory.certainty === 'at-least' && fitting === smallest;
  return mayBeMore && middle !== undefined && isQuick(middle) ? middle : fitting;
}

/** What the memory of a GPU is known to hold; of other memory nothing is known, and the speed decides. */
function mayFit(model: PullableModel, { bytes, certainty }: HostMemory): boolean {
  return certainty === 'none' || certainty === 'unknown' || neededBytes(model) <= bytes;
}

function speedWords(model: PullableModel, memory: HostMemory, measured: MeasuredModel): string {
  const words = forecastWords(measured, model);
  if (memory.certainty === 'exactly' && !mayFit(model, memory)) return t('at best {0}', words);
  return measured.place === 'partly' && model.weightsBytes < measured.weightsBytes
    ? t('{0}, or better on the GPU alone', words)
    : words;
}

function neededBytes({ weightsBytes, kvBytesPerToken }: PullableModel): number {
  return weightsBytes + ADVISED_WINDOW * kvBytesPerToken + OVERHEAD_BYTES;
}

function arithmetic(model: PullableModel, memory: HostMemory): string {
  const needed = neededBytes(model);
  const sum = t(
    '{0} of weights + {1} for {2} tokens + {3} = {4}',
    gibibytes(model.weightsBytes),
    gibibytes(ADVISED_WINDOW * model.kvBytesPerToken),
    grouped(ADVISED_WINDOW),
    gibibytes(OVERHEAD_BYTES),
    gibibytes(needed),
  );
  return compared(sum, needed, memory);
}

function compared(sum: string, needed: number, { bytes, certainty }: HostMemory): string {
  const known = gibibytes(bytes);
  switch (certainty) {
    case 'unknown':
      return t('{0}; the memory of the host is not known until it has loaded a model', sum);
    case 'none':
      return t('{0}, on the CPU', sum);
    case 'exactly':
      return needed <= bytes
        ? t('{0}: fits into the {1} of the GPU', sum, known)
        : t(
            '{0}: more than the {1} of the GPU, so the window is lowered or part of it runs on the CPU',
            sum,
            known,
          );
    case 'at-least':
      return needed <= bytes
        ? t('{0}: fits, for the GPU has at least {1}', sum, known)
        : t('{0}: fits if the GPU has more than the {1} it was seen to use', sum, known);
  }
}

function gibibytes(bytes: number): string {
  return `${(bytes / GIB).toFixed(1)} GiB`;
}

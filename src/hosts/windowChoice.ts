import { t } from '../common/l10n';
import { grouped } from '../common/grouped';
import type { LoadedModel } from '../transport/engine';

/** What a window is chosen by, in tokens and bytes. */
export interface WindowFacts {
  /** The user's setting, never more than the model was trained for. */
  readonly wanted: number;
  /** Set when the user chose it: then it is kept, whatever it costs. */
  readonly explicit: boolean;
  readonly weightsBytes: number;
  /** Bytes of KV cache per token of window, where the host's description tells. */
  readonly kvBytesPerToken: number | undefined;
}

/** What to do after a model was loaded with a window. */
export interface WindowVerdict {
  /** The window to use; another than the one loaded with means: load again. */
  readonly window: number;
  /** What the user should know, with the arithmetic. */
  readonly note?: string;
}

/** A model that runs on the CPU reads so slowly that a larger window would never be filled. */
export const CPU_WINDOW = 4_096;
/** Below this a window is too small to be worth having on a GPU. */
export const SMALLEST_WINDOW = 4_096;
/** Layers move to the GPU whole, so what lies there is a little less than what has room. */
const GPU_ROUNDING = 1.05;

/** The window to load with first. `loaded` is the model as the host has it already, if it has. */
export function firstWindow(loaded: LoadedModel | undefined, { wanted, explicit }: WindowFacts): number {
  const onCpu = loaded?.vramBytes === 0;
  return onCpu && !explicit ? Math.min(wanted, CPU_WINDOW) : wanted;
}

/** Judges a load by where the host put the model. */
export function judgeLoad(loaded: LoadedModel, window: number, facts: WindowFacts): WindowVerdict {
  const given = Math.min(window, loaded.contextLength ?? window);
  if (loaded.vramBytes >= loaded.sizeBytes) return { window: given, ...lessThanAsked(given, facts) };
  if (facts.explicit) return { window: given, note: explicitNote(loaded, given, facts) };
  if (loaded.vramBytes === 0) return onCpu(given, facts);
  return spilled(loaded, given, facts);
}

/** The next window to try when a load failed for memory; undefined when there is none, or the user chose this one. */
export function windowAfterOutOfMemory(window: number, facts: WindowFacts): number | undefined {
  return facts.explicit ? undefined : smallerWindows(window)[0];
}

export function outOfMemoryNote(window: number, failed: number, facts: WindowFacts): string {
  return t(
    'Window lowered to {0}: with {1} the host ran out of memory.',
    tokens(window),
    needs(failed, facts),
  );
}

/** A host may have a limit of its own. */
function lessThanAsked(given: number, { wanted, explicit }: WindowFacts): { note?: string } {
  if (!explicit || given >= wanted) return {};
  return { note: t('The host gives {0} of the window of {1} that you set.', tokens(given), tokens(wanted)) };
}

function onCpu(given: number, { wanted }: WindowFacts): WindowVerdict {
  const window = Math.min(given, CPU_WINDOW);
  if (window >= wanted) return { window };
  return {
    window,
    note: t(
      "Window of {0} instead of {1}: the model runs on the host's CPU.",
      tokens(window),
      tokens(wanted),
    ),
  };
}

function spilled(loaded: LoadedModel, window: number, facts: WindowFacts): WindowVerdict {
  const fitting = smallerWindows(window).find((smaller) => fits(loaded, window - smaller, facts));
  const where = t(
    "{0} of {1} fit into the GPU's memory",
    gibibytes(loaded.vramBytes),
    gibibytes(loaded.sizeBytes),
  );
  if (fitting === undefined) {
    return { window, note: t('Slow: only {0}, and a smaller window would not change that.', where) };
  }
  return {
    window: fitting,
    note: t('Window lowered to {0}: of {1}, only {2}.', tokens(fitting), needs(window, facts), where),
  };
}

function fits(loaded: LoadedModel, fewerTokens: number, facts: WindowFacts): boolean {
  if (facts.kvBytesPerToken === undefined) return true; // One step down is worth a try.
  return loaded.sizeBytes - fewerTokens * facts.kvBytesPerToken <= loaded.vramBytes * GPU_ROUNDING;
}

/** Halved again and again, the largest first. */
function smallerWindows(window: number): number[] {
  const half = Math.floor(window / 2);
  return half < SMALLEST_WINDOW ? [] : [half, ...smallerWindows(half)];
}

function explicitNote(loaded: LoadedModel, window: number, facts: WindowFacts): string {
  const where =
    loaded.vramBytes === 0 ? t('none of it fits') : t('only {0} fit', gibibytes(loaded.vramBytes));
  return t(
    "Slow: of {0}, {1} into a GPU's memory. The window is kept as you set it.",
    needs(window, facts),
    where,
  );
}

function needs(window: number, facts: WindowFacts): string {
  const weights = t('{0} of weights', gibibytes(facts.weightsBytes));
  if (facts.kvBytesPerToken === undefined) return t('{0} and a window of {1}', weights, tokens(window));
  return t(
    '{0} + {1} for a window of {2}',
    weights,
    gibibytes(window * facts.kvBytesPerToken),
    tokens(window),
  );
}

function tokens(count: number): string {
  return t('{0} tokens', grouped(count));
}

function gibibytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GiB`;
}

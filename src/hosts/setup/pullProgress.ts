import { t } from '../../common/l10n';
import type { PullProgress } from '../../transport/modelControl';

export interface PullState {
  readonly status: string;
  readonly completedBytes: number;
  readonly totalBytes: number;
  /** Over the last seconds; undefined until there is something to measure. */
  readonly bytesPerSecond?: number;
  readonly secondsLeft?: number;
}

/** The speed is that of the last seconds. */
const SPEED_WINDOW_MS = 10_000;

interface Layer {
  readonly total: number;
  readonly completed: number;
  /** What the host had when it first spoke of this layer: a resumed download begins with bytes that cost nothing. */
  readonly atFirst: number;
}

/** Sums up a pull, whose layers each have a size and a progress of their own. `now` in ms. */
export function followPull(): (line: PullProgress, now: number) => PullState {
  const layers = new Map<string, Layer>();
  const samples: { readonly at: number; readonly bytes: number }[] = [];
  return (line, now) => {
    if (line.digest !== undefined && line.totalBytes !== undefined) {
      const completed = line.completedBytes ?? 0;
      const atFirst = layers.get(line.digest)?.atFirst ?? completed;
      layers.set(line.digest, { total: line.totalBytes, completed, atFirst });
    } else if (line.digest === undefined) {
      // What follows the layers begins when all are there; the last count of one may have come short of its total.
      for (const [digest, layer] of layers) layers.set(digest, { ...layer, completed: layer.total });
    }
    const completedBytes = sum([...layers.values()].map(({ completed }) => completed));
    const totalBytes = sum([...layers.values()].map(({ total }) => total));
    samples.push({
      at: now,
      bytes: completedBytes - sum([...layers.values()].map(({ atFirst }) => atFirst)),
    });
    while (samples.length > 2 && now - (samples[0]?.at ?? now) > SPEED_WINDOW_MS) samples.shift();
    return {
      status: line.status,
      completedBytes,
      totalBytes,
      ...speedOf(samples, totalBytes - completedBytes),
    };
  };
}

/** `3.1 of 4.1 GB · 24 MB/s · 41 s left` */
export function pullWords({
  status,
  completedBytes,
  totalBytes,
  bytesPerSecond,
  secondsLeft,
}: PullState): string {
  if (totalBytes === 0 || completedBytes === totalBytes) return status;
  return [
    t('{0} of {1} GB', gigabytes(completedBytes), gigabytes(totalBytes)),
    ...(bytesPerSecond === undefined ? [] : [`${Number((bytesPerSecond / 1e6).toPrecision(2))} MB/s`]),
    ...(secondsLeft === undefined ? [] : [t('{0} left', durationWords(secondsLeft))]),
  ].join(' · ');
}

/** Of what the host has named so far. */
export function pullPercent({ completedBytes, totalBytes }: PullState): number {
  return totalBytes === 0 ? 0 : (completedBytes / totalBytes) * 100;
}

/** How far a pull had come when it was paused. */
export function pausedWords(state: PullState | undefined): string {
  if (state === undefined || state.totalBytes === 0) return t('Paused before the first byte came');
  return t(
    'Paused at {0} of {1} GB; the host keeps what has come',
    gigabytes(state.completedBytes),
    gigabytes(state.totalBytes),
  );
}

export function durationWords(seconds: number): string {
  if (seconds < 90) return t('{0} s', Math.max(1, Math.round(seconds)));
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? t('{0} min', minutes) : t('{0} h', Math.round(minutes / 60));
}

function speedOf(
  samples: readonly { readonly at: number; readonly bytes: number }[],
  bytesLeft: number,
): Pick<PullState, 'bytesPerSecond' | 'secondsLeft'> {
  const [first, last] = [samples[0], samples.at(-1)];
  if (first === undefined || last === undefined || last.at === first.at || last.bytes <= first.bytes)
    return {};
  const bytesPerSecond = ((last.bytes - first.bytes) / (last.at - first.at)) * 1_000;
  return { bytesPerSecond, secondsLeft: bytesLeft / bytesPerSecond };
}

function gigabytes(bytes: number): string {
  return (bytes / 1e9).toFixed(bytes < 1e8 ? 2 : 1);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

import type { TypingRun } from './typingRuns';

/** What a figure must be at most or at least. */
export interface Floor {
  readonly figure: string;
  readonly atMost?: number;
  readonly atLeast?: number;
  readonly holdsFor: (run: TypingRun) => boolean;
}

const onCard = ({ strategy, speed }: TypingRun): boolean =>
  strategy === 'fillwright' && speed.prefillTokensPerSecond >= 1_000;
const onAny = ({ strategy }: TypingRun): boolean => strategy === 'fillwright';
/** Where the next line is right often enough that what counts is the engine, not the model. */
const atQuality =
  (least: number, where = onCard) =>
  (run: TypingRun): boolean =>
    where(run) && run.quality >= least;
const onPlainCard = (run: TypingRun): boolean => onCard(run) && !run.speed.lateAbort;
/** At quality 1 few requests are made, each for more new text. */
const atMiddleQuality = (run: TypingRun): boolean => onCard(run) && run.quality < 1;
const isLate = (run: TypingRun): boolean => onAny(run) && run.speed.lateAbort;

/** The figures that the engine is built to, on the simulated card unless said otherwise. */
export const typingFloors: readonly Floor[] = [
  { figure: 'completion requests / 100 keys', atMost: 12, holdsFor: atQuality(1) },
  { figure: 'completion requests / 100 keys', atMost: 15, holdsFor: onAny },
  { figure: 'repeated prompts', atMost: 0, holdsFor: onAny },
  { figure: 'context tokens, median', atLeast: 12_000, holdsFor: onCard },
  { figure: 're-evaluated tokens, median', atMost: 200, holdsFor: atMiddleQuality },
  { figure: 're-evaluated tokens, mean', atMost: 500, holdsFor: onCard },
  { figure: 'KV reuse %', atLeast: 97, holdsFor: onCard },
  { figure: 'stale: key → abort at the host, max (ms)', atMost: 30, holdsFor: onAny },
  { figure: 'host time of stale requests %', atMost: 10, holdsFor: atQuality(0.6, onAny) },
  { figure: 'wait for the slot p95 (ms)', atMost: 350, holdsFor: isLate },
  { figure: 'visible within 400 ms, % of pauses', atLeast: 90, holdsFor: atQuality(1) },
  { figure: 'visible within 400 ms, % of pauses', atLeast: 65, holdsFor: atQuality(0.6) },
  { figure: 'visible within 800 ms, % of pauses', atLeast: 90, holdsFor: atQuality(0.6) },
  { figure: 'already there, % of keys typed as suggested', atLeast: 95, holdsFor: onAny },
  { figure: 'fresh: above the host minimum, p90 (ms)', atMost: 120, holdsFor: atQuality(0.6, onPlainCard) },
  { figure: 'fresh: own addition, p90 (ms)', atMost: 120, holdsFor: atQuality(0.6, onAny) },
  { figure: 'invalid when shown', atMost: 0, holdsFor: onAny },
  { figure: 'most requests under way', atMost: 1, holdsFor: onAny },
  { figure: 'head tokens read / head tokens of its plans', atMost: 1.2, holdsFor: onAny },
  { figure: 'prefilled / (2 × head + 400 a request)', atMost: 1, holdsFor: onAny },
  { figure: 'type-through answer, CPU p95 (ms)', atMost: 1, holdsFor: onAny },
];

/** The first floor that holds for the run counts: they stand from the strictest. */
export function floorOf(figure: string, run: TypingRun): Floor | undefined {
  return typingFloors.find((floor) => floor.figure === figure && floor.holdsFor(run));
}

/** Whether the value keeps the floor; a figure that can't be had (no pause, no abort) misses none. */
export function keepsFloor(value: number, { atMost = Infinity, atLeast = -Infinity }: Floor): boolean {
  return Number.isNaN(value) || (value <= atMost && value >= atLeast);
}

export function floorWords({ atMost, atLeast }: Floor): string {
  return atMost === undefined ? `≥ ${atLeast}` : `≤ ${atMost}`;
}

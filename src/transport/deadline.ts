import { t } from '../common/l10n';
import { abortError } from '../common/abort';
import type { Clock } from '../common/clock';
import type { TimeoutPhase } from './errors';

/** How long a request may wait, by what it waits for. */
export type Timeouts = Readonly<Record<`${TimeoutPhase}Ms`, number>>;

/** The one wait of a request that is being timed. */
export interface Deadline {
  /** Times this wait instead of the one before; so many ms of it are over already. */
  arm(phase: TimeoutPhase, waitedMs?: number): void;
  disarm(): void;
  /** Disarms, and lets go of the clock: for a request that is over. */
  end(): void;
  /** The wait that ran out, if one did. */
  expired(): TimeoutPhase | undefined;
}

/** One alarm serves many waits: each token of an answer is one, and mostly none of them runs out. */
export function createDeadline(clock: Clock, timeouts: Timeouts, onExpired: () => void): Deadline {
  let wait: { readonly phase: TimeoutPhase; readonly dueAt: number } | undefined;
  let alarm: { readonly at: number; readonly cancel: AbortController } | undefined;
  let expired: TimeoutPhase | undefined;
  const end = (): void => {
    wait = undefined;
    alarm?.cancel.abort(abortError());
    alarm = undefined;
  };
  const rung = (): void => {
    alarm = undefined;
    if (wait === undefined) return;
    if (clock.now() < wait.dueAt) return setAlarm(wait.dueAt);
    expired = wait.phase;
    onExpired();
  };
  const setAlarm = (at: number): void => {
    alarm?.cancel.abort(abortError());
    const own = (alarm = { at, cancel: new AbortController() });
    clock.sleep(at - clock.now(), own.cancel.signal).then(
      () => (alarm === own ? rung() : undefined),
      () => undefined, // Set anew, or no longer needed.
    );
  };
  return {
    arm: (phase, waitedMs = 0) => {
      if (expired !== undefined) return;
      wait = { phase, dueAt: clock.now() + timeouts[`${phase}Ms`] - waitedMs };
      if (alarm === undefined || alarm.at > wait.dueAt) setAlarm(wait.dueAt);
    },
    disarm: () => {
      wait = undefined;
    },
    end,
    expired: () => expired,
  };
}

/** The wait that ran out, as what was seen of it. */
export function timeoutWords(phase: TimeoutPhase, timeouts: Timeouts): string {
  const seconds = timeouts[`${phase}Ms`] / 1_000;
  switch (phase) {
    case 'connect':
      return t('no connection within {0} s', seconds);
    case 'firstByte':
      return t('no answer within {0} s', seconds);
    case 'betweenTokens':
      return t('the answer stopped: nothing more within {0} s', seconds);
  }
}

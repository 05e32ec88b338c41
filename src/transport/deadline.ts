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
  /** The wait that ran out, if one did. */
  expired(): TimeoutPhase | undefined;
}

export function createDeadline(clock: Clock, timeouts: Timeouts, onExpired: () => void): Deadline {
  let waiting: AbortController | undefined;
  let expired: TimeoutPhase | undefined;
  const disarm = (): void => {
    waiting?.abort(abortError());
    waiting = undefined;
  };
  return {
    arm: (phase, waitedMs = 0) => {
      disarm();
      if (expired !== undefined) return;
      const armed = new AbortController();
      waiting = armed;
      clock.sleep(timeouts[`${phase}Ms`] - waitedMs, armed.signal).then(
        () => {
          if (armed.signal.aborted) return;
          expired = phase;
          onExpired();
        },
        () => undefined, // Disarmed in time.
      );
    },
    disarm,
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

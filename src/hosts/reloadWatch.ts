import { abortError, isAbort } from '../common/abort';
import type { Clock } from '../common/clock';
import { TransportError } from '../transport/errors';

/** Notices that the host has let the model go, or that it is not there any more. */
export interface ReloadWatch {
  /** A request is on its way. */
  asked(): void;
  /** The host answers, or goes on with its answer. */
  answered(): void;
  /** The request is over, however it ended. */
  over(): void;
  /** Nobody wants the model any more: what has waited for it in vain says nothing. */
  leaveUnloaded(): void;
}

export interface ReloadWatchPorts {
  readonly clock: Clock;
  readonly isLoaded: (signal: AbortSignal) => Promise<boolean>;
  readonly onGone: () => void;
  /** The host does not even say what is loaded. */
  readonly onSilent: (error: TransportError) => void;
}

/** A request without an answer for so long makes one wonder whether the model is being loaded. */
const SUSPICION_MS = 1_500;
/** So does an answer that does not go on for so long. */
const STALL_MS = 3_000;
/** After so long without a request, too: hosts let an idle model go, after five minutes mostly. */
const IDLE_MS = 60_000;

/**
 * Loading takes longer than the time between two keys, and a host that loads for a request gives it up when the request
 * is aborted: somebody who types would keep it from ever being loaded. A host that drops what it is sent would be waited for as long. So both are found out in time, over
 * all requests, aborted ones included.
 */
export function watchForReload(ports: ReloadWatchPorts, signal: AbortSignal): ReloadWatch {
  const { clock } = ports;
  let answeredAt = clock.now();
  /** When the first request was sent that nothing has answered since. */
  let waitingSince: number | undefined;
  let patience = new AbortController();
  /** Of the answer under way. */
  let answer: AbortController | undefined;
  let isChecking = false;

  const isInDoubt = (): boolean =>
    waitingSince !== undefined || (answer !== undefined && clock.now() - answeredAt >= STALL_MS);
  const check = async (): Promise<void> => {
    if (isChecking) return;
    isChecking = true;
    try {
      if (!(await ports.isLoaded(signal)) && isInDoubt()) ports.onGone();
    } catch (thrown) {
      if (isAbort(thrown)) return;
      if (!(thrown instanceof TransportError)) throw thrown;
      if (isInDoubt()) ports.onSilent(thrown);
    } finally {
      isChecking = false;
    }
  };
  const doubtNothing = (): void => {
    waitingSince = undefined;
    patience.abort(abortError());
  };
  const watchAnswer = async (over: AbortSignal): Promise<void> => {
    for (let waitMs = STALL_MS; !over.aborted;) {
      await clock.sleep(waitMs, AbortSignal.any([signal, over]));
      const quietMs = clock.now() - answeredAt;
      if (quietMs >= STALL_MS) await check();
      waitMs = quietMs >= STALL_MS ? STALL_MS : STALL_MS - quietMs;
    }
  };

  return {
    asked: () => {
      const now = clock.now();
      if (waitingSince === undefined) {
        waitingSince = now;
        patience = new AbortController();
        clock.sleep(SUSPICION_MS, AbortSignal.any([signal, patience.signal])).then(check, () => undefined); // Answered.
        if (now - answeredAt > IDLE_MS) void check();
      } else if (now - waitingSince > SUSPICION_MS) void check();
    },
    answered: () => {
      answeredAt = clock.now();
      doubtNothing();
      if (answer !== undefined) return;
      answer = new AbortController();
      watchAnswer(answer.signal).catch(() => undefined); // The answer is over.
    },
    over: () => {
      answer?.abort();
      answer = undefined;
    },
    leaveUnloaded: doubtNothing,
  };
}

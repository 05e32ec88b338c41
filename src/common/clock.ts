import { abortError } from './abort';

/** Time as the code sees it; tests and the bench run on a virtual one. */
export interface Clock {
  /** Milliseconds on a clock that never runs backwards. Only differences mean anything. */
  now(): number;
  /** Resolves after `delayMs`; rejects with an AbortError as soon as `signal` aborts. */
  sleep(delayMs: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  sleep: (delayMs, signal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(abortError());
      const onAbort = (): void => {
        clearTimeout(timer);
        reject(abortError());
      };
      // What was left a moment ago may be over by now, of which newer Nodes warn aloud.
      const timer = setTimeout(
        () => {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        },
        Math.max(0, delayMs),
      );
      signal?.addEventListener('abort', onAbort, { once: true });
    }),
};

/** Does something again and again while news of it pours in. */
export interface Refresher {
  /** There is news. */
  ask(): void;
  /** Does nothing from here on; resolves when nothing is under way any more. */
  stop(): Promise<void>;
}

/** Does `work` soon after it is asked for, once in `intervalMs` at most and never twice at once. */
export function createRefresher(
  work: () => Promise<void>,
  intervalMs: number,
  failed: (cause: unknown) => void,
): Refresher {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running = Promise.resolve();
  let isStopped = false;
  const run = (): void => {
    running = work()
      .catch(failed)
      .finally(() => {
        timer = undefined;
      });
  };
  return {
    ask: () => {
      if (!isStopped) timer ??= setTimeout(run, intervalMs);
    },
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}

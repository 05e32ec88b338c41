import type { Clock } from '../common/clock';

/** What `work` gives, or undefined when it takes longer than `limitMs` or fails. */
export async function within<T>(limitMs: number, clock: Clock, work: Promise<T>): Promise<T | undefined> {
  const waiting = new AbortController();
  const limit = clock.sleep(limitMs, waiting.signal).then(
    () => undefined,
    () => undefined,
  );
  try {
    return await Promise.race([work, limit]);
  } catch {
    // Late or failed alike: the caller goes on without it.
    return undefined;
  } finally {
    waiting.abort();
  }
}

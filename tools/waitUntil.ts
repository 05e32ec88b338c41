export interface WaitOptions {
  readonly timeoutMs: number;
  /** What is waited for, for the error's message. */
  readonly what: string;
}

/** How often a condition is looked at. */
const intervalMs = 50;

/** Asks again and again until the answer is neither undefined nor false. Throws when the time is over. */
export async function waitUntil<T>(
  ask: () => Promise<T | undefined | false> | T | undefined | false,
  { timeoutMs, what }: WaitOptions,
): Promise<T> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (performance.now() > deadline) throw new Error(`Waited ${timeoutMs / 1000} s in vain for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, intervalMs));
  }
}

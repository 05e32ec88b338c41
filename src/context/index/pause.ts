/** Lets whatever else waits for this thread go first. */
export function pause(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

// The planner shares the thread: work in the background gives way at least this often.
const SLICE_MS = 8;

/** Something to await in a long loop: pauses when the last pause is a while ago. */
export function createBreather(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < SLICE_MS) return;
    await pause();
    last = performance.now();
  };
}

import type { Page } from 'playwright-core';

/** Milliseconds of CPU: what else the machine does makes them no more, unlike the time on a clock. */
export interface TaskCpu {
  /** Of the longest task on the page's own thread: script, style, layout and paint of one frame, say. */
  readonly longestMs: number;
  readonly totalMs: number;
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** CPU time in microseconds. */
  readonly tdur?: number;
}

/** What the page's thread does while `action` runs. One at a time per browser. */
export async function traceTasks(page: Page, action: () => Promise<void>): Promise<TaskCpu> {
  const browser = page.context().browser();
  if (browser === null) throw new Error('The page has a browser of its own.');
  await browser.startTracing(page, { categories: ['toplevel', 'devtools.timeline'] });
  let trace: Buffer | undefined;
  try {
    await action();
  } finally {
    trace = await browser.stopTracing();
  }
  const { traceEvents } = JSON.parse(trace.toString()) as { readonly traceEvents: readonly TraceEvent[] };
  const threadOf = ({ pid, tid }: TraceEvent): string => `${pid} ${tid}`;
  // Frames are drawn by the thread that runs the page's scripts.
  const own = traceEvents.find(({ name }) => name === 'FireAnimationFrame');
  const tasks = traceEvents.filter(
    (event) =>
      own !== undefined &&
      event.ph === 'X' &&
      threadOf(event) === threadOf(own) &&
      event.name.endsWith('RunTask'),
  );
  const times = tasks.map(({ tdur }) => (tdur ?? 0) / 1_000);
  return { longestMs: Math.max(0, ...times), totalMs: times.reduce((sum, ms) => sum + ms, 0) };
}

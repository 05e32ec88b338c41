import { abortError } from '../../src/common/abort';
import type { Clock } from '../../src/common/clock';

interface Timer {
  readonly at: number;
  readonly wake: () => void;
}

/** A clock that stands still until it is told how far to go. Whatever is due on the way happens in order. */
export class VirtualClock implements Clock {
  private time = 0;
  private waiting: Timer[] = [];

  /** `isBusy`: something is under way that takes no time here, but is not done after the reactions of a moment. */
  constructor(private readonly isBusy: () => boolean = () => false) {}

  /** How many sleeps are neither over nor aborted. */
  get timers(): number {
    return this.waiting.length;
  }

  now(): number {
    return this.time;
  }

  sleep(delayMs: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(abortError());
      const onAbort = (): void => {
        this.waiting = this.waiting.filter((other) => other !== timer);
        reject(abortError());
      };
      const timer: Timer = {
        at: this.time + Math.max(delayMs, 0),
        wake: () => {
          signal?.removeEventListener('abort', onAbort);
          resolve();
        },
      };
      this.waiting.push(timer);
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  }

  /** Lets `durationMs` pass, with all that comes of what happens in it. */
  async advance(durationMs: number): Promise<void> {
    const until = this.time + durationMs;
    await this.settled();
    for (let timer = this.next(until); timer !== undefined; timer = this.next(until)) {
      this.waiting.splice(this.waiting.indexOf(timer), 1);
      this.time = Math.max(this.time, timer.at);
      timer.wake();
      await this.settled();
    }
    this.time = until;
  }

  /** Lets time pass until `promise` settles, and gives its value. Throws when nothing is left that could settle it. */
  async finish<T>(promise: Promise<T>): Promise<T> {
    const state = { isOver: false };
    const over = (): void => {
      state.isOver = true;
    };
    promise.then(over, over);
    await this.settled();
    while (!state.isOver) {
      const timer = this.next(Infinity);
      if (timer === undefined) throw new Error('The promise never settles: no timer is left.');
      await this.advance(timer.at - this.time);
    }
    return promise;
  }

  private async settled(): Promise<void> {
    await settled();
    while (this.isBusy()) await settled();
  }

  /** The timer due next, the first set first among equals. */
  private next(until: number): Timer | undefined {
    let first: Timer | undefined;
    for (const timer of this.waiting) {
      if (timer.at <= until && (first === undefined || timer.at < first.at)) first = timer;
    }
    return first;
  }
}

/** All promise reactions have run: Node runs them to the last before its next macrotask. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

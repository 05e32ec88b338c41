import type { Clock } from '../common/clock';
import type { Log } from '../common/log';
import type { HostMeter } from './hostMeter';

// After two expected cache hits have failed, another client uses the host: wait, twice as long each time.
const MISSES_ALLOWED = 2;
const FIRST_BACK_OFF_MS = 5_000;
const MAX_BACK_OFF_MS = 300_000;

export interface BackOffParts {
  readonly meter: HostMeter;
  readonly clock: Clock;
  readonly log: Log;
}

/** Leaves the host to others where what is read ahead is lost to them before it serves. */
export class BackOff {
  /** No reading ahead before this time of the clock, in ms. */
  until = 0;
  private nextMs = FIRST_BACK_OFF_MS;

  constructor(private readonly parts: BackOffParts) {}

  /** To be called after each step: the meter knows whether the one before it was still in the cache. */
  noteRead(): void {
    const { meter, clock, log } = this.parts;
    if (meter.misses < MISSES_ALLOWED - 1) this.nextMs = FIRST_BACK_OFF_MS;
    if (!meter.missedLast || meter.misses < MISSES_ALLOWED) return;
    this.until = clock.now() + this.nextMs;
    const seconds = Math.round(this.nextMs / 1_000);
    log.info(`Someone else uses the host: reading ahead again in ${seconds} s at the earliest.`);
    this.nextMs = Math.min(this.nextMs * 2, MAX_BACK_OFF_MS);
  }
}

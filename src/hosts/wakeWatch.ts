import type { Clock } from '../common/clock';

export interface WakeWatchPorts {
  readonly clock: Clock;
  /** Milliseconds of the day's clock, which goes on while the machine sleeps; the other one mostly does not. */
  readonly wallClock: () => number;
  /** Something that differs when the machine's network does. */
  readonly network: () => string;
}

/** The clocks part by less than this when one is set right, by more when the machine slept. */
const SLEPT_MS = 5_000;

/**
 * Tells whether, since it was asked last, the machine has slept or its network has changed: what could not be reached
 * before may be there now. Asked when somebody types, so that nothing has to poll.
 */
export function createWakeWatch({ clock, wallClock, network }: WakeWatchPorts): () => boolean {
  const look = (): { apart: number; network: string } => ({
    apart: wallClock() - clock.now(),
    network: network(),
  });
  let before = look();
  return () => {
    const now = look();
    const woke = Math.abs(now.apart - before.apart) > SLEPT_MS || now.network !== before.network;
    before = now;
    return woke;
  };
}

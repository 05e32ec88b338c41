import type { Clock } from '../common/clock';
import { Generation, type GenerationRequest } from './generation';
import type { Place } from './place';

// An editor that drops a query because of a key asks again within this time (VS Code waits 50 ms before it does).
const ORPHAN_GRACE_MS = 120;

// A stream that says what was typed later than this is overtaken by a new request with a warm cache.
const CATCH_UP_MS = 80;

/**
 * The one generation that may be under way. It outlives the query that started it for as long as what the user types
 * is what it says, and is aborted at once when that ends.
 */
export class InFlight {
  private running: Generation | undefined;
  private waiting = 0;
  private place: Place | undefined;

  constructor(private readonly clock: Clock) {}

  get current(): Generation | undefined {
    return this.running;
  }

  get isBusy(): boolean {
    return this.running !== undefined && !this.running.ended;
  }

  start(request: GenerationRequest): Generation {
    this.running?.abort();
    this.waiting = 0;
    this.place = undefined;
    // What it says may be the first to contradict what was typed while it was silent.
    this.running = new Generation({ ...request, onSaid: () => this.endIfContradicted() });
    return this.running;
  }

  /** The generation, if what it says still agrees with the text at `place`; if not, it is aborted. */
  agreeing(place: Place): Generation | undefined {
    this.moved(place);
    return this.running;
  }

  /** The text or the cursor has changed: a generation it contradicts is ended now, whether or not a query follows. */
  moved(place: Place): void {
    if (place === this.place) return; // One key tells of it several times.
    this.place = place;
    this.endIfContradicted();
  }

  /** As `Generation.firstRest`; a generation whose last waiting query is dropped is aborted unless another joins. */
  async wait(generation: Generation, place: Place, signal: AbortSignal): Promise<string | undefined> {
    this.waiting += 1;
    try {
      const until = this.clock.now() + CATCH_UP_MS;
      const rest = await generation.firstRest(place, signal, () => this.clock.now() < until);
      this.waiting -= 1;
      return rest;
    } catch (thrown) {
      this.waiting -= 1;
      if (this.waiting === 0) void this.abortOrphan(generation);
      throw thrown;
    }
  }

  abort(): void {
    this.running?.abort();
    this.running = undefined;
    this.waiting = 0;
  }

  private endIfContradicted(): void {
    if (this.place !== undefined && this.running?.departsFrom(this.place)) this.abort();
  }

  private async abortOrphan(generation: Generation): Promise<void> {
    await this.clock.sleep(ORPHAN_GRACE_MS);
    if (this.running === generation && this.waiting === 0 && !generation.ended) this.abort();
  }
}

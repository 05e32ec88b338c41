import type { Clock } from '../common/clock';
import type { TransportError } from '../transport/errors';
import { backOffMs } from './backOff';

export interface RecoveryPorts {
  readonly clock: Clock;
  /** From 0 to 1, for the jitter of waits. */
  readonly random: () => number;
  /** Called when it is time to look whether the host works again. */
  readonly look: () => void;
  /** Called when a host that had failed has been well for long enough; answered by `trust` or `failed`. */
  readonly verify: () => void;
}

/** With nobody typing, a host that stays away is looked for so often and no more: about half an hour. */
const MOST_UNATTENDED_LOOKS = 30;
/** A host that works again proves itself for so long before it is preferred to one that never failed. */
const FIRST_PROBATION_MS = 15_000;
const LONGEST_PROBATION_MS = 300_000;
/** A failure so long ago says nothing of the next. */
const FORGET_MS = 300_000;

/** How an endpoint fares between its failures: when it is left alone, looked for again, and trusted again. */
export class Recovery {
  private failure: { readonly until: number; readonly error?: TransportError } | undefined;
  /** Failures without an answer between them, for the back-off. */
  private failures = 0;
  /** Failures within memory, for the probation. */
  private troubles = 0;
  private wellSince: number | undefined;
  private isProving = false;
  private unattendedLooks = 0;

  constructor(
    private readonly ports: RecoveryPorts,
    private readonly life: AbortSignal,
  ) {}

  /** It has failed since it last worked. */
  get hasFailed(): boolean {
    return this.failure !== undefined;
  }

  get isResting(): boolean {
    return this.failure !== undefined && this.ports.clock.now() < this.failure.until;
  }

  /** Of the last failure; absent where the host works but has no model to complete with. */
  get error(): TransportError | undefined {
    return this.failure?.error;
  }

  get isTrusted(): boolean {
    return this.failure === undefined && !this.isProving;
  }

  /** Somebody uses completion: it is worth to look for the host. */
  attend(): void {
    this.unattendedLooks = 0;
  }

  /** Leaves the host alone for a while, then looks again by itself. */
  failed(error?: TransportError): void {
    const { clock, random } = this.ports;
    if (this.failure === undefined) this.noteTrouble();
    this.failures += 1;
    const waitMs = backOffMs(this.failures, random());
    const failure = { until: clock.now() + waitMs, ...(error === undefined ? {} : { error }) };
    this.failure = failure;
    this.after(waitMs, () => {
      if (this.failure === failure) this.lookUnattended();
    });
  }

  /** The host works. */
  opened(): void {
    this.failures = 0;
    if (this.failure === undefined) return;
    this.failure = undefined;
    this.isProving = true;
    const since = (this.wellSince = this.ports.clock.now());
    this.after(this.probationMs(), () => {
      if (this.wellSince === since) this.ports.verify();
    });
  }

  /** The probation is over. */
  trust(): void {
    this.isProving = false;
  }

  answered(): void {
    this.failures = 0;
  }

  /** Ends the rest: the cause may be gone. */
  lookNow(): void {
    this.failures = 0;
    if (this.failure !== undefined) this.failure = { ...this.failure, until: -Infinity };
    this.ports.look();
  }

  /** It was well before. */
  private noteTrouble(): void {
    if (this.wellForMs() > FORGET_MS) this.troubles = 0;
    this.wellSince = undefined;
    this.troubles += 1;
  }

  private lookUnattended(): void {
    if (this.unattendedLooks >= MOST_UNATTENDED_LOOKS) return;
    this.unattendedLooks += 1;
    this.ports.look();
  }

  private wellForMs(): number {
    return this.ports.clock.now() - (this.wellSince ?? -Infinity);
  }

  private probationMs(): number {
    return Math.min(FIRST_PROBATION_MS * 2 ** (this.troubles - 1), LONGEST_PROBATION_MS);
  }

  private after(waitMs: number, then: () => void): void {
    this.ports.clock.sleep(waitMs, this.life).then(then, () => undefined); // Disposed of.
  }
}

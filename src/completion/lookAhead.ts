import { abortError, abortable, isAbort } from '../common/abort';
import type { Clock } from '../common/clock';
import type { Log } from '../common/log';
import type { CompletionHosts } from '../hosts/modelSession';
import type { TargetText } from '../prompt/targetText';
import type { CompletionCache } from './completionCache';
import type { HostRequests } from './hostRequests';
import type { CompletionItem } from './outcome';

// A completion that stood this long without a key is being read: Tab is likely next.
const IDLE_MS = 600;
// On a host that writes slower, the look-ahead would still run when the next key needs the host.
const MIN_DECODE_TOKENS_PER_MS = 0.025;

export interface LookAheadParts {
  readonly hosts: CompletionHosts;
  readonly clock: Clock;
  readonly log: Log;
  readonly requests: HostRequests;
  readonly cache: CompletionCache;
}

/** Asks, while a shown completion is being read, for the one after its acceptance, so that Tab follows Tab. */
export class LookAhead {
  private shown:
    { readonly target: TargetText; readonly item: CompletionItem; readonly atMs: number } | undefined;
  private asking: AbortController | undefined;
  private isWaiting = false;
  private readonly life = new AbortController();

  constructor(private readonly parts: LookAheadParts) {}

  /** Call when a completion is shown. */
  schedule(target: TargetText, item: CompletionItem): void {
    this.cancel();
    this.shown = { target, item, atMs: this.parts.clock.now() };
    if (!this.isWaiting) void this.wait();
  }

  cancel(): void {
    this.shown = undefined;
    this.asking?.abort(abortError());
    this.asking = undefined;
  }

  dispose(): void {
    this.cancel();
    this.life.abort();
  }

  /** One wait for whatever is shown by its end: at each key something else is, and a timer each would cost more. */
  private async wait(): Promise<void> {
    this.isWaiting = true;
    try {
      for (;;) {
        if (this.shown === undefined) return;
        const leftMs = this.shown.atMs + IDLE_MS - this.parts.clock.now();
        if (leftMs <= 0) break;
        await this.parts.clock.sleep(leftMs, this.life.signal);
      }
      const { target, item } = this.shown;
      this.shown = undefined;
      this.asking = new AbortController();
      void this.ask(afterAcceptance(target, item), this.asking.signal);
    } catch (thrown) {
      if (!isAbort(thrown)) throw thrown;
    } finally {
      this.isWaiting = false;
    }
  }

  private async ask(target: TargetText, signal: AbortSignal): Promise<void> {
    const { hosts, log, requests, cache } = this.parts;
    try {
      if (cache.rest(target) !== undefined || cache.isKnownEmpty(target)) return;
      const isBusy = (): boolean => requests.inFlight.isBusy;
      const decode = requests.meter.rates.decodeTokensPerMs;
      if (isBusy() || decode === undefined || decode < MIN_DECODE_TOKENS_PER_MS) return;
      const session = await abortable(hosts.session(signal, target.uri), signal);
      if (session === undefined || isBusy()) return;
      requests.start({ target, trigger: 'automatic' }, session, { alternative: 0, isAhead: true });
    } catch (thrown) {
      // A host that fails is the next completion's to report.
      if (!isAbort(thrown)) log.debug(`Looking ahead ended: ${String(thrown)}`);
    }
  }
}

/** The document as it will be once the completion is accepted. */
function afterAcceptance(target: TargetText, { text, replaceAfter }: CompletionItem): TargetText {
  return { ...target, prefix: target.prefix + text, suffix: target.suffix.slice(replaceAfter) };
}

import { abortError } from '../common/abort';

/**
 * How long a query is waited for: until the editor cancels it or a newer one comes. Most are answered at once, so its
 * signal, which costs more than such an answer, is made only for who waits.
 */
export class QueryLife {
  private superseded = false;
  private newer: AbortController | undefined;
  private either: AbortSignal | undefined;

  constructor(private readonly cancelled: AbortSignal) {}

  get signal(): AbortSignal {
    if (this.either !== undefined) return this.either;
    this.newer = new AbortController();
    if (this.superseded) this.newer.abort(abortError());
    return (this.either = AbortSignal.any([this.cancelled, this.newer.signal]));
  }

  get isSuperseded(): boolean {
    return this.superseded;
  }

  /** A newer query has come. */
  supersede(): void {
    this.superseded = true;
    this.newer?.abort(abortError());
  }
}

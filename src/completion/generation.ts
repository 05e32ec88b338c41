import { abortError, abortable, isAbort } from '../common/abort';
import { continueAt } from './continuation';
import type { Place } from './place';
import { indentationFitter } from './postprocess/fitIndentation';
import { postprocess, type Postprocessed } from './postprocess/postprocess';
import type { DraftContext } from './postprocess/rule';
import type { EndReason, StreamedText } from './stream/streamText';
import { restOf } from './suggestion';

export interface GenerationRequest {
  readonly origin: Place;
  readonly trigger: DraftContext['trigger'];
  /** Generates: from the prompt's building to the last token. Aborting the signal must end it at the host too. */
  readonly run: (signal: AbortSignal) => AsyncIterable<StreamedText>;
  /** A text that the model is less sure of, 0 to 1, is as good as none. */
  readonly minConfidence: number;
  /** The cursor is still on its way to `origin` (an item selected but not accepted, a completion not accepted yet). */
  readonly isAhead: boolean;
  /** Called after each piece of text, before anybody who waits for it is told. */
  readonly onSaid?: () => void;
  /** Called once, before anybody who waits for the end is told. */
  readonly onEnd: (generation: Generation) => void;
}

/** One request to the host, which may outlive the query it was made for: later ones join it. */
export class Generation {
  readonly origin: Place;
  private readonly request: GenerationRequest;
  private readonly controller = new AbortController();
  private readonly fitIndentation: (text: string) => string;
  private streamed: StreamedText = { text: '' };
  // Of `streamed`; several are asked for at each key, and it changes less often.
  private fitted: string | undefined;
  private processed: Postprocessed | undefined;
  private isOver = false;
  private failure: unknown;
  private isAborted = false;
  private wake: () => void = () => undefined;
  private change: Promise<void>;
  /** Settles, and never rejects, once nothing more will come and the host has been told. */
  readonly over: Promise<void>;

  constructor(request: GenerationRequest) {
    this.request = request;
    this.origin = request.origin;
    this.fitIndentation = indentationFitter(request.origin);
    this.change = this.nextChange();
    this.over = this.consume();
  }

  get ended(): boolean {
    return this.isOver;
  }

  /** It ended by itself, so an empty text is the model's answer. */
  get isComplete(): boolean {
    return this.isOver && this.failure === undefined && !this.isAborted;
  }

  /** Everything said so far, its last line perhaps in part. */
  get said(): string {
    return (this.fitted ??= this.fitIndentation(this.streamed.text));
  }

  /** Why nothing more will come; undefined while it may. */
  get endReason(): EndReason | undefined {
    return this.streamed.rule ?? (this.streamed.end === 'enough' ? undefined : this.streamed.end);
  }

  /** What may be suggested by now. */
  get usable(): string {
    return this.draft.text;
  }

  /** The model was less sure of it than the user wants. */
  private get isUnsure(): boolean {
    const { confidence } = this.streamed;
    return confidence !== undefined && confidence < this.request.minConfidence;
  }

  /** Whole lines until the end has come, post-processed. */
  get draft(): Postprocessed {
    return (this.processed ??= this.isUnsure ? { text: '', cutBy: [] } : this.postprocessed());
  }

  private postprocessed(): Postprocessed {
    const { said, origin } = this;
    const { end } = this.streamed;
    const whole = end === undefined ? said.slice(0, Math.max(said.lastIndexOf('\n'), 0)) : said;
    const cutShort = end === 'length' || end === 'cut-off';
    return postprocess(whole, { origin, trigger: this.request.trigger, cutShort });
  }

  /** What was said contradicts what was typed. */
  departsFrom(place: Place): boolean {
    const { kind } = continueAt(this.origin, this.said, place);
    if (kind === 'ahead') return !this.request.isAhead;
    return kind === 'departs' || (this.isOver && kind === 'outruns');
  }

  /** It is for this place or one before it on the way, and still runs. */
  maySpeakAt(place: Place): boolean {
    return !this.isOver && continueAt(this.origin, this.said, place).kind !== 'ahead';
  }

  /** It has begun to speak, but what was typed is further. */
  private lagsBehind(place: Place): boolean {
    return this.said !== '' && continueAt(this.origin, this.said, place).kind === 'outruns';
  }

  restAt(place: Place): string | undefined {
    return restOf({ origin: this.origin, text: this.usable }, place);
  }

  /**
   * Waits for the first text worth showing at `place`; undefined when it departs from what was typed or is empty, or
   * when patience ends while it still lags behind the typing.
   */
  async firstRest(place: Place, signal: AbortSignal, isPatient: () => boolean): Promise<string | undefined> {
    for (;;) {
      const rest = this.restAt(place);
      if (rest !== undefined) return rest;
      if (this.failure !== undefined) throw this.failure as Error;
      if (this.isOver || this.departsFrom(place) || (this.lagsBehind(place) && !isPatient()))
        return undefined;
      await abortable(this.change, signal);
    }
  }

  abort(): void {
    this.controller.abort(abortError());
  }

  private async consume(): Promise<void> {
    try {
      for await (const streamed of this.request.run(this.controller.signal)) {
        this.hear(streamed);
        this.request.onSaid?.();
        this.announce();
      }
    } catch (thrown) {
      if (isAbort(thrown)) this.isAborted = true;
      else this.failure = thrown;
      // What came whole before the break is as good as ever.
      this.hear({ ...this.streamed, end: 'cut-off' });
    }
    this.isOver = true;
    this.request.onEnd(this);
    this.announce();
  }

  private hear(streamed: StreamedText): void {
    this.streamed = streamed;
    this.fitted = this.processed = undefined;
  }

  private announce(): void {
    const wake = this.wake;
    this.change = this.nextChange();
    wake();
  }

  private nextChange(): Promise<void> {
    return new Promise((resolve) => {
      this.wake = resolve;
    });
  }
}

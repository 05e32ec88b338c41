/** What became of a text that was shown, as far as the document tells. */
export interface Fate {
  /** Typed along or accepted, or typed over. */
  readonly kind: 'kept' | 'contradicted';
  /** Lines of it that stand in the document now, and lines it had. */
  readonly keptLines: number;
  readonly shownLines: number;
}

// Weight of the newest fate: about the last five decide.
const NEWEST_WEIGHT = 0.3;
// Weight of the newest number of lines, about the last ten: how long blocks are varies more than whether they are right.
const NEWEST_LINES_WEIGHT = 0.2;
// More than is usually kept is shown, or no more could ever be kept.
const ROOM = 2;
// So much of what a threshold leaves to certainty is added to it where all that is shown is typed over.
const MOST_RAISED = 0.3;

/** What the user makes of what is shown: how much is shown, how sure it must be and when it is asked for follow it. */
export class Acceptance {
  private typedOver = 0;
  private usualLines: number | undefined;

  note({ kind, keptLines, shownLines }: Fate): void {
    this.typedOver += NEWEST_WEIGHT * ((kind === 'kept' ? 0 : 1) - this.typedOver);
    // A single line says nothing of blocks, unless no more was shown.
    if (shownLines === 1 && this.mostLines > 1) return;
    const usual = this.usualLines ?? shownLines;
    this.usualLines = usual + NEWEST_LINES_WEIGHT * (keptLines - usual);
  }

  /** Share of the last texts that were typed over, 0 to 1. */
  get doubt(): number {
    return this.typedOver;
  }

  /** Lines of a block to show at a time; what is left comes once they are kept. */
  get mostLines(): number {
    return this.usualLines === undefined ? Infinity : Math.max(1, Math.round(ROOM * this.usualLines));
  }

  /** The user's threshold, 0 to 1, raised while suggestions are typed over. 0 stays: it asks for no probabilities. */
  threshold(minConfidence: number): number {
    return minConfidence === 0 ? 0 : minConfidence + (1 - minConfidence) * MOST_RAISED * this.typedOver;
  }
}

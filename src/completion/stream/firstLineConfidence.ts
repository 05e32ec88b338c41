const FIRST_LINE = /\S[^\n]*\n/;

/** How sure the model was of the first line: what follows is read, and judged, only once that is wanted. */
export class FirstLineConfidence {
  private sum = 0;
  private count = 0;

  /** Tokens that come behind `before`. */
  add(logProbabilities: readonly number[], before: string): void {
    if (FIRST_LINE.test(before)) return;
    for (const value of logProbabilities) this.sum += value;
    this.count += logProbabilities.length;
  }

  /** The geometric mean of the tokens' probabilities. */
  get known(): { readonly confidence?: number } {
    return this.count === 0 ? {} : { confidence: Math.exp(this.sum / this.count) };
  }
}

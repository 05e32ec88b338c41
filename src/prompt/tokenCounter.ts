/** Counts tokens as the model's own tokenizer does, or errs on the high side where it can't know. */
export interface TokenCounter {
  /** Tokens of `text`, taken as plain text: special-token text in it counts as the characters it is made of. */
  count(text: string): number;
  /** False while the counts are estimates. An estimate is never below the true count for ordinary source code. */
  readonly exact: boolean;
}

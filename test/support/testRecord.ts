/** A part of the environment that some tests can't do without. */
export type RequiredPart = 'model' | 'vscode' | 'chromium' | 'nginx' | 'tinyproxy' | 'netns';

export interface SkipRecord {
  readonly reason: string;
  readonly part?: RequiredPart;
}

/** One test of a finished run, as the reporter writes it and the runner of all levels reads it. */
export interface TestRecord {
  readonly title: string;
  readonly state: 'passed' | 'failed' | 'skipped';
  readonly durationMs: number;
  /** Message and stack of a failure. */
  readonly error?: string;
  readonly skip?: SkipRecord;
}

/** One line of the file that a run writes while it goes on. */
export type ResultLine =
  | { readonly kind: 'begin'; readonly title: string }
  | { readonly kind: 'test'; readonly test: TestRecord }
  | { readonly kind: 'end' };

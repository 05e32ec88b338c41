/** A place that a language server names as the definition, or type definition, of something near the cursor. */
export interface LanguageHint {
  readonly path: string;
  /** 1-based line within the definition. */
  readonly line: number;
  /** The symbol that was asked about. */
  readonly symbol: string;
}

/** What the editor's language servers say. The adapter caches and may answer from what it knows so far. */
export interface LanguageHints {
  /** `uri` names an open document; `cursorLine` is 1-based. */
  near(uri: string, cursorLine: number): Promise<readonly LanguageHint[]>;
}

export const noLanguageHints: LanguageHints = { near: () => Promise.resolve([]) };

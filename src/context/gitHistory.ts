/** A file that often changed together with another one. */
export interface CoChangedFile {
  readonly path: string;
  /** Share of the other file's commits that changed this one too. */
  readonly share: number;
}

/** Lines that differ from the last commit, 1-based and inclusive, as they stand in the file now. */
export interface ChangedLines {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
}

/** What the version history says, of the last time it was read. Without git, or before it was read: nothing. */
export interface GitHistory {
  /** The most often changed together first. */
  coChanged(path: string): readonly CoChangedFile[];
  uncommitted(): readonly ChangedLines[];
}

export const noGitHistory: GitHistory = { coChanged: () => [], uncommitted: () => [] };

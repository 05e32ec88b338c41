import type { RepositoryHit } from '../../context/search/repositoryHit';

/** A path as the editor sees it. */
export interface FoundPath {
  /** Relative to the workspace, as it is shown. */
  readonly path: string;
  readonly isFolder: boolean;
  readonly sizeBytes: number;
  /** Kept out of git or of the explorer. */
  readonly isIgnored: boolean;
  /** The place in the workspace that a link on the way leads to. */
  readonly leadsTo?: { readonly path: string; readonly isIgnored: boolean };
}

/** A problem that the editor shows. Lines count from 1. */
export interface FoundProblem {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  /** With its place. */
  readonly text: string;
}

/** What git tells of a folder; all paths from there. */
export interface GitChanges {
  /** A change that is far too large ends before the file that made it so. */
  readonly patch: string;
  /** Of tracked files, those that the patch does not show too. */
  readonly changed: readonly string[];
  readonly untracked: readonly string[];
}

/** What a command in a terminal has printed, without colours. */
export interface CommandOutput {
  readonly command: string;
  readonly text: string;
  /** Characters ahead of the text that are not kept. */
  readonly cutChars: number;
  /** What was cut held a secret: its rest may not look like one. */
  readonly cutSecret: boolean;
}

/** What attachments are read from. What isn't there comes as undefined or empty; nothing rejects but for an abort. */
export interface AttachmentPorts {
  /** False: nothing but what the user selects himself may be read. */
  readonly isTrusted: () => boolean;
  /** A path relative to the workspace, or a URI; `outside` for what lies in no folder of it. */
  find(pathOrUri: string): Promise<FoundPath | 'outside' | undefined>;
  /** The unsaved text where the file is open, else the file's bytes. */
  read(path: string): Promise<string | Uint8Array | undefined>;
  /** Paths of files below a folder that are neither ignored nor secret, at most so many. */
  filesIn(folder: string, most: number): Promise<readonly string[]>;
  /** Lines of the definition that stands at a line, 1-based; undefined where it can't be told. */
  definitionLines(path: string, line: number): Promise<readonly [number, number] | undefined>;
  activeSelection(): { path: string; startLine: number; endLine: number; text: string } | undefined;
  openFiles(): readonly string[];
  /** All of them, the worst first. */
  problems(path: string | undefined): readonly FoundProblem[];
  /** Whether the user keeps a file out of git or of the explorer, be it there or not. */
  isIgnored(path: string): Promise<boolean>;
  /** Of each folder that is in a repository; `prefix` makes its paths those of the workspace. */
  changes(signal: AbortSignal): Promise<readonly (GitChanges & { readonly prefix: string })[]>;
  terminal(): CommandOutput | undefined;
  search(question: string, most: number, signal: AbortSignal): Promise<readonly RepositoryHit[]>;
  paths(typed: string, most: number, signal: AbortSignal): Promise<readonly string[]>;
  folders(typed: string, most: number, signal: AbortSignal): Promise<readonly string[]>;
  symbols(
    typed: string,
    most: number,
    signal: AbortSignal,
  ): Promise<readonly { name: string; kind: string; path: string; line: number }[]>;
}

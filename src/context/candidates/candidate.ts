import type { EditedPlace } from '../developerTrail';
import type { GitHistory } from '../gitHistory';
import type { Definition, IndexQueries } from '../index/repositoryIndex';
import type { LanguageHint } from '../languageHints';
import type { OpenDocument } from '../promptPlanner';
import type { CursorScene } from './cursorScene';
import type { KnownFiles } from './knownFiles';
import type { SimilarChunk } from './similarCode';

/** One definition that may be worth showing. */
export interface DefinitionCandidate {
  readonly kind: 'definition';
  readonly definition: Definition;
  /** How likely the text to be written uses it, 0 to 1. */
  readonly value: number;
  /** In a user's words, to be followed by the definition's name: "imported here". */
  readonly reason: string;
}

/** Lines that are worth showing as they stand: similar code, a recently edited place. */
export interface LinesCandidate {
  readonly kind: 'lines';
  readonly path: string;
  /** 1-based, inclusive. */
  readonly startLine: number;
  readonly endLine: number;
  /** On the scale of definitions: 1 is worth as much as a definition that is used for sure. */
  readonly value: number;
  readonly reason: string;
}

export type Candidate = DefinitionCandidate | LinesCandidate;

/** What a source of candidates may look at. */
export interface Surroundings {
  readonly scene: CursorScene;
  readonly index: IndexQueries;
  readonly files: KnownFiles;
  /** The most recently used first; the target may be among them. */
  readonly openDocuments: readonly OpenDocument[];
  /** The latest edit first. */
  readonly trail: readonly EditedPlace[];
  readonly history: GitHistory;
  readonly hints: readonly LanguageHint[];
  readonly similar: readonly SimilarChunk[];
  /** How likely each name occurs in the text to be written, judged by the code around the cursor and code like it. */
  readonly interest: ReadonlyMap<string, number>;
}

/** One way to find candidates. */
export type CandidateSource = (surroundings: Surroundings) => readonly Candidate[];

/** The chance that at least one of two independent causes holds. */
export function eitherOf(a: number, b: number): number {
  return a + b - a * b;
}

/** A piece of a file that a question is about. Lines count from 1, both included. */
export interface RepositoryHit {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly text: string;
  readonly score: number;
}

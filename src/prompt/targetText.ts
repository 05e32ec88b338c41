/**
 * The document being edited, cut at the cursor. Very large documents are cut at both ends as well, at places that stay
 * put while the user types, so that a keystroke never copies megabytes.
 */
export interface TargetText {
  /** Identifies the document across versions. */
  readonly uri: string;
  /** Relative to its workspace folder, with forward slashes; the file's name where it lies in no folder. */
  readonly path: string;
  readonly languageId: string;
  readonly version: number;
  readonly eol: '\n' | '\r\n';
  readonly prefix: string;
  readonly suffix: string;
  /** UTF-16 units of the document that stand before `prefix`: 0 unless the document is very large. */
  readonly omittedBefore: number;
  /** UTF-16 units of the document that stand after `suffix`. */
  readonly omittedAfter: number;
}

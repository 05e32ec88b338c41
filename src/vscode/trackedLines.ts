import type * as vscode from 'vscode';
import { rebaseHunks, splitLines } from '../chat/edits/hunks';

export interface LineRange {
  readonly start: number;
  /** Not included. */
  readonly end: number;
}

/** A range of lines that stays on its lines while the rest of the document is edited. */
export interface TrackedLines {
  /** The document and the range as they are now; undefined once the lines themselves were edited. */
  now(): { readonly lines: readonly string[]; readonly selection: LineRange } | undefined;
}

export function trackLines(document: vscode.TextDocument, range: LineRange): TrackedLines {
  let lines = splitLines(document.getText());
  let selection: LineRange | undefined = range;
  let version = document.version;
  return {
    now: () => {
      if (selection !== undefined && version !== document.version) {
        const current = splitLines(document.getText());
        const [moved] = rebaseHunks([{ ...selection, lines: [] }], lines, current).hunks;
        selection = moved;
        lines = current;
        version = document.version;
      }
      return selection && { lines, selection };
    },
  };
}

/** The lines that a selection touches; the cursor's own where nothing is selected. */
export function selectedLines({ start, end, isEmpty }: vscode.Selection): LineRange {
  // A selection that ends at a line's beginning means the lines before it.
  const isBehindLast = !isEmpty && end.character === 0;
  return { start: start.line, end: isBehindLast ? end.line : end.line + 1 };
}

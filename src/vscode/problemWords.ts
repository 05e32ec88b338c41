import type * as vscode from 'vscode';

/** A problem as the model gets to read it. */
export function problemWords({ message, source, range }: vscode.Diagnostic): string {
  return `${source === undefined ? '' : `${source}: `}${message} (line ${range.start.line + 1} of the file)`;
}

import * as vscode from 'vscode';
import type { TargetText } from '../prompt/targetText';
import { cutAround, type CuttableDocument } from './targetCut';
import { pathInWorkspace } from './pathInWorkspace';

/** What the engine sees of a document, cut at the cursor. Copies what it needs, however large the document is. */
export function targetSnapshot(document: vscode.TextDocument, position: vscode.Position): TargetText {
  return {
    uri: document.uri.toString(),
    path: pathInWorkspace(document.uri),
    languageId: document.languageId,
    version: document.version,
    eol: document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n',
    ...cutAround(cuttable(document), document.offsetAt(position)),
  };
}

function cuttable(document: vscode.TextDocument): CuttableDocument {
  const length = document.offsetAt(new vscode.Position(document.lineCount, 0));
  return {
    length,
    startOfLineAfter: (offset) =>
      document.offsetAt(new vscode.Position(document.positionAt(offset).line + 1, 0)),
    slice: (start, end) =>
      document.getText(new vscode.Range(document.positionAt(start), document.positionAt(end))),
  };
}

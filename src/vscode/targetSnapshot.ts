import * as vscode from 'vscode';
import type { Disposable } from '../common/disposable';
import type { TargetText } from '../prompt/targetText';
import { cutAround, type CuttableDocument } from './targetCut';
import { pathInWorkspace } from './pathInWorkspace';

interface Snapshot {
  readonly offset: number;
  readonly target: TargetText;
}

/** The editor joins a document of this size in well under a millisecond, and once for all who ask for its text. */
const SMALL_DOCUMENT_UNITS = 128 * 1024;

/** A key moves the cursor and asks for a completion there: the second needs no copy of its own. */
let latest = new WeakMap<vscode.TextDocument, Snapshot>();

/** A document keeps its path from key to key, until the workspace's folders change. */
export function followWorkspaceFolders(): Disposable {
  return vscode.workspace.onDidChangeWorkspaceFolders(() => {
    latest = new WeakMap();
  });
}

/** What the engine sees of a document, cut at the cursor. Copies what it needs, however large the document is. */
export function targetSnapshot(document: vscode.TextDocument, position: vscode.Position): TargetText {
  const offset = document.offsetAt(position);
  const known = latest.get(document);
  if (known?.offset === offset && isOf(known.target, document)) return known.target;
  const target = takeSnapshot(document, offset, known?.target.path ?? pathInWorkspace(document.uri));
  latest.set(document, { offset, target });
  return target;
}

function isOf({ version, languageId }: TargetText, document: vscode.TextDocument): boolean {
  return version === document.version && languageId === document.languageId;
}

function takeSnapshot(document: vscode.TextDocument, offset: number, path: string): TargetText {
  return {
    uri: document.uri.toString(),
    path,
    languageId: document.languageId,
    version: document.version,
    eol: document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n',
    ...cutAround(cuttable(document), offset),
  };
}

function cuttable(document: vscode.TextDocument): CuttableDocument {
  const length = document.offsetAt(new vscode.Position(document.lineCount, 0));
  return {
    length,
    startOfLineAfter: (offset) =>
      document.offsetAt(new vscode.Position(document.positionAt(offset).line + 1, 0)),
    slice: (start, end) =>
      length <= SMALL_DOCUMENT_UNITS
        ? document.getText().slice(start, end)
        : document.getText(new vscode.Range(document.positionAt(start), document.positionAt(end))),
  };
}

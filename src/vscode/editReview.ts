import * as vscode from 'vscode';
import { t } from '../common/l10n';
import {
  applyHunks,
  diffLines,
  hunkEdit,
  joinHunks,
  placesAfter,
  rebaseHunks,
  splitLines,
  withoutAccepted,
  type Hunk,
} from '../chat/edits/hunks';

/** Documents that hold what a file would be with the changes under review. */
export const REVIEW_SCHEME = 'fillwright-review';

/** Whoever proposes changes: each is asked for, written and taken back by itself. */
export type Proposer = object;

interface ProposedHunk extends Hunk {
  readonly by: Proposer;
}

/** The changes proposed for one document that are neither accepted nor rejected yet. */
export interface EditReview {
  readonly target: vscode.Uri;
  /** Of the document that is shown beside the target. */
  readonly shown: vscode.Uri;
  readonly hunks: readonly Hunk[];
  /** The target with all the changes. */
  proposedText(): string;
  /** The same by its lines. */
  proposedLines(): readonly string[];
  /**
   * New changes in place of those of the same proposer: an answer that is still coming in. Those of others stay where they
   * don't meet; gives the ones that give way.
   */
  propose(lines: readonly string[], by: Proposer): readonly Hunk[];
  /** Takes back what is left of a proposer's changes. */
  withdraw(by: Proposer): void;
  /** Writes the changes into the document, as one step of its undo history. Throws when it can't be written. */
  accept(hunks: readonly Hunk[]): Promise<void>;
  reject(hunks: readonly Hunk[]): void;
  /** To be called when the target has changed: gives the changes whose lines were edited, which are dropped. */
  targetChanged(document: vscode.TextDocument): readonly Hunk[];
  /** The change at a line of the shown document or of the target, else the next one, else the last. */
  hunkAt(line: number, side: 'shown' | 'target'): Hunk | undefined;
}

export function createEditReview(
  document: vscode.TextDocument,
  shown: vscode.Uri,
  changed: () => void,
): EditReview {
  const target = document.uri;
  let base = splitLines(document.getText());
  let eol = eolOf(document);
  let hunks: readonly ProposedHunk[] = [];
  const setHunks = (next: readonly ProposedHunk[]): void => {
    hunks = next;
    changed();
  };
  const rebase = (current: vscode.TextDocument): readonly Hunk[] => {
    const lines = splitLines(current.getText());
    eol = eolOf(current);
    if (isSame(lines, base)) return [];
    const rebased = rebaseHunks(hunks, base, lines);
    base = lines;
    setHunks(rebased.hunks);
    return rebased.dropped;
  };
  return {
    target,
    shown,
    get hunks() {
      return hunks;
    },
    proposedText: () => applyHunks(base, hunks).join(eol),
    proposedLines: () => applyHunks(base, hunks),
    propose: (lines, by) => {
      const others = hunks.filter((hunk) => hunk.by !== by);
      const own = diffLines(base, lines).map((hunk) => ({ ...hunk, by }));
      setHunks(joinHunks(others, own));
      return others.filter((hunk) => !hunks.some((other) => isSameHunk(hunk, other)));
    },
    withdraw: (by) => setHunks(hunks.filter((hunk) => hunk.by !== by)),
    accept: async (accepted) => {
      rebase(await writable(target));
      const live = hunks.filter((hunk) => accepted.some(({ lines }) => lines === hunk.lines));
      const before = { base, hunks };
      const edit = workspaceEdit(target, base, live, eol);
      // Ahead of the edit: the document's change then comes as no news.
      base = applyHunks(base, live);
      hunks = [...live].reverse().reduce(withoutAccepted, hunks);
      if (!(await vscode.workspace.applyEdit(edit))) {
        ({ base, hunks } = before);
        throw new Error(t('{0} could not be changed.', nameOf(target)));
      }
      changed();
    },
    reject: (rejected) => setHunks(hunks.filter((hunk) => !rejected.some((each) => each === hunk))),
    targetChanged: rebase,
    hunkAt: (line, side) => {
      const places = side === 'shown' ? placesAfter(hunks) : hunks;
      const at = places.findIndex(({ start, end }) => line < Math.max(end, start + 1));
      return hunks[at < 0 ? hunks.length - 1 : at];
    },
  };
}

/** The document as it is now; throws where it is gone or can't be written. */
export async function writable(uri: vscode.Uri): Promise<vscode.TextDocument> {
  if (vscode.workspace.fs.isWritableFileSystem(uri.scheme) === false)
    throw new Error(t('{0} is read-only.', nameOf(uri)));
  if (uri.scheme === 'untitled') return vscode.workspace.openTextDocument(uri);
  const stat = await stated(uri);
  if (stat.permissions === vscode.FilePermission.Readonly)
    throw new Error(t('{0} is read-only.', nameOf(uri)));
  try {
    return await vscode.workspace.openTextDocument(uri);
  } catch {
    throw new Error(t('{0} can’t be opened as text: it is binary or too large.', nameOf(uri)));
  }
}

async function stated(uri: vscode.Uri): Promise<vscode.FileStat> {
  try {
    return await vscode.workspace.fs.stat(uri);
  } catch {
    throw new Error(t('{0} no longer exists.', nameOf(uri)));
  }
}

function workspaceEdit(
  uri: vscode.Uri,
  lines: readonly string[],
  hunks: readonly Hunk[],
  eol: string,
): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  for (const hunk of hunks) {
    const { startLine, startCharacter, endLine, endCharacter, text } = hunkEdit(lines, hunk, eol);
    edit.replace(uri, new vscode.Range(startLine, startCharacter, endLine, endCharacter), text);
  }
  return edit;
}

function eolOf(document: vscode.TextDocument): string {
  return document.eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
}

function isSameHunk(a: Hunk, b: Hunk): boolean {
  return a.start === b.start && a.end === b.end && isSame(a.lines, b.lines);
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((line, index) => line === b[index]);
}

export function nameOf(uri: vscode.Uri): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}

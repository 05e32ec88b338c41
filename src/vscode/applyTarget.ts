import * as vscode from 'vscode';
import { t } from '../common/l10n';
import { isElision } from '../chat/edits/elision';
import { splitLines } from '../chat/edits/hunks';
import { proposeEdit, type AnsweredCode } from '../chat/edits/proposeEdit';
import type { FileDiff } from '../chat/edits/unifiedDiff';
import { showUnsaved } from './newFile';
import { chooseFile, noFile, statedFile } from './statedFile';
import { filesNamed, placeForNewFile } from './workspacePlaces';

/** Where a code block goes. */
export interface ApplyTarget {
  readonly uri: vscode.Uri;
  /** There is no such file yet. */
  readonly isNew: boolean;
  /** As the answer has it. */
  readonly path: string;
}

interface Block {
  readonly code: AnsweredCode;
  readonly path?: string;
}

/**
 * The file that the answer names, else the one in the editor. Asks where it is not certain; undefined where the user thinks
 * better of it. Throws where the answer names none and none is open, or where the path leads out of the workspace.
 */
export async function applyTarget(
  { code, path }: Block,
  editor: vscode.TextEditor | undefined,
): Promise<ApplyTarget | undefined> {
  const open = editor?.document.uri;
  if (path === undefined) {
    if (open === undefined) throw new Error(t('Open the file that the code is for, then apply it.'));
    return { uri: open, isNew: false, path: '' };
  }
  const files = await filesNamed(path);
  const inFront = files.find((uri) => uri.toString() === open?.toString());
  if (inFront !== undefined) return { uri: inFront, isNew: false, path };
  if (files.length > 0) {
    const uri = files.length === 1 ? files[0] : await chooseFile(path, files);
    return uri && { uri, isNew: false, path };
  }
  const place = await placeForNewFile(path);
  const unsaved = place.with({ scheme: 'untitled' });
  if (isOpen(unsaved)) return { uri: unsaved, isNew: false, path };
  const fresh = { uri: place, isNew: true, path };
  return editor !== undefined && fits(code, editor.document) ? newOrOpen(fresh, editor.document) : fresh;
}

/** Answers name files wrongly: where the code fits what is open, the user decides. */
async function newOrOpen(fresh: ApplyTarget, open: vscode.TextDocument): Promise<ApplyTarget | undefined> {
  const items = [
    {
      label: t('Apply to {0}', vscode.workspace.asRelativePath(open.uri)),
      target: { ...fresh, uri: open.uri, isNew: false },
    },
    { label: t('Create {0}', fresh.path), target: fresh },
  ];
  const title = t('There is no file {0} in the workspace.', fresh.path);
  return (await vscode.window.showQuickPick(items, { title }))?.target;
}

/** Shows the code as a file that is not saved yet. Throws where it is only a part of a file. */
export async function openAsNew({ uri, path }: ApplyTarget, code: AnsweredCode): Promise<void> {
  const proposal = proposeEdit(code, { lines: [''] });
  const isPart = code.lines.some((line) => isElision(line, code.language));
  if (isPart || proposal.kind === 'refused') throw noFile(path);
  await showUnsaved(uri, proposal.lines.join('\n'));
  void vscode.window.showInformationMessage(
    `Fillwright: ${t('{0} is new: it is written when you save it.', path)}`,
  );
}

/** The file that one of several diffs is for: a new one where it only adds lines. Undefined as above. */
export async function diffTarget({ path = '', hunks }: FileDiff): Promise<vscode.Uri | undefined> {
  const isNew = hunks.every(({ lines }) => lines.every(({ kind }) => kind === 'added'));
  if (!isNew || (await filesNamed(path)).length > 0) return statedFile(path);
  const place = (await placeForNewFile(path)).with({ scheme: 'untitled' });
  await vscode.workspace.openTextDocument(place);
  return place;
}

function fits(code: AnsweredCode, document: vscode.TextDocument): boolean {
  const lines = splitLines(document.getText());
  return lines.some((line) => line !== '') && proposeEdit(code, { lines }).kind === 'proposed';
}

function isOpen(uri: vscode.Uri): boolean {
  return vscode.workspace.textDocuments.some((document) => document.uri.toString() === uri.toString());
}

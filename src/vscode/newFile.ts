import * as vscode from 'vscode';
import { t } from '../common/l10n';
import { isFile, placeForNewFile } from './workspacePlaces';

/**
 * Asks for the place of a new file and opens the code there as a file that is not saved yet: the user reads it first.
 * Does nothing when the user thinks better of it.
 */
export async function openNewFile(code: string, proposed: string | undefined): Promise<void> {
  const stated = await vscode.window.showInputBox({
    title: t('New file'),
    prompt: t('Path of the new file, from the workspace folder'),
    value: proposed ?? '',
    valueSelection: [proposed?.length ?? 0, proposed?.length ?? 0],
    ignoreFocusOut: true,
    validateInput: objection,
  });
  if (stated !== undefined) await showUnsaved(await placeForNewFile(stated), code);
}

/** Why a path can't be used; undefined where it can. */
export async function objection(stated: string): Promise<string | undefined> {
  if (stated.trim() === '' || /[/\\]$/.test(stated)) return t('Give the file a name.');
  try {
    const uri = await placeForNewFile(stated);
    return (await isFile(uri)) ? t('{0} exists already: apply the code to it instead.', stated) : undefined;
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
}

/** Opens the code as a file of that place that is saved when the user says so. */
export async function showUnsaved(place: vscode.Uri, code: string): Promise<void> {
  const document = await vscode.workspace.openTextDocument(place.with({ scheme: 'untitled' }));
  const editor = await vscode.window.showTextDocument(document, { preview: false });
  const text = code.endsWith('\n') ? code : `${code}\n`;
  const whole = new vscode.Range(0, 0, document.lineCount, 0);
  await editor.edit((edit) => edit.replace(whole, text));
}

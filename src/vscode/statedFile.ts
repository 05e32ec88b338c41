import * as vscode from 'vscode';
import { t } from '../common/l10n';
import { filesNamed } from './workspacePlaces';

/**
 * The file that a path of an answer means; the user says which where several do. Undefined where the user thinks better of
 * it; throws where there is none.
 */
export async function statedFile(stated: string): Promise<vscode.Uri | undefined> {
  const files = await filesNamed(stated);
  if (files.length === 0) throw noFile(stated);
  return files.length === 1 ? files[0] : chooseFile(stated, files);
}

export function noFile(stated: string): Error {
  return new Error(t('There is no file {0} in the workspace.', stated));
}

export async function chooseFile(
  stated: string,
  files: readonly vscode.Uri[],
): Promise<vscode.Uri | undefined> {
  const items = files.map((uri) => ({ label: vscode.workspace.asRelativePath(uri), uri }));
  const title = t('Which {0} is meant?', stated);
  return (await vscode.window.showQuickPick(items, { title }))?.uri;
}

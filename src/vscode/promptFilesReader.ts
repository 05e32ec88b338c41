import * as vscode from 'vscode';
import type { ReadPrompts } from '../chat/prompts/promptFiles';

/** Larger is no prompt. */
const LARGEST_BYTES = 65_536;

/** The prompt files of all workspace folders; none where the workspace is not trusted. */
export const readPromptFiles: ReadPrompts = async () => {
  if (!vscode.workspace.isTrusted) return [];
  const folders = vscode.workspace.workspaceFolders ?? [];
  const found = await Promise.all(folders.map(({ uri }) => promptsIn(uri)));
  return found.flat();
};

async function promptsIn(folder: vscode.Uri): Promise<{ name: string; text: string }[]> {
  const place = vscode.Uri.joinPath(folder, '.fillwright', 'prompts');
  const prompts: { name: string; text: string }[] = [];
  for (const [file, type] of await entriesOf(place)) {
    if (!file.endsWith('.md') || (type & vscode.FileType.File) === 0) continue;
    const bytes = await vscode.workspace.fs.readFile(vscode.Uri.joinPath(place, file));
    if (bytes.length > LARGEST_BYTES) continue;
    prompts.push({ name: file.slice(0, -'.md'.length), text: new TextDecoder().decode(bytes) });
  }
  return prompts;
}

async function entriesOf(place: vscode.Uri): Promise<readonly [string, vscode.FileType][]> {
  try {
    return await vscode.workspace.fs.readDirectory(place);
  } catch {
    return []; // Most workspaces have none.
  }
}

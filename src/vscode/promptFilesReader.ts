import * as vscode from 'vscode';
import type { AttachmentPorts } from '../chat/attachments/attachmentPorts';
import type { ReadPrompts } from '../chat/prompts/promptFiles';
import { readPromptFile } from '../chat/prompts/readPromptFile';
import { pathInWorkspace } from './pathInWorkspace';

/** The prompt files of all workspace folders; none where the workspace is not trusted. */
export function promptFilesReader(ports: Pick<AttachmentPorts, 'find' | 'read'>): ReadPrompts {
  return async () => {
    if (!vscode.workspace.isTrusted) return [];
    const folders = vscode.workspace.workspaceFolders ?? [];
    const found = await Promise.all(folders.map(({ uri }) => promptPathsIn(uri)));
    return Promise.all(found.flat().map((path) => readPromptFile(path, ports)));
  };
}

async function promptPathsIn(folder: vscode.Uri): Promise<readonly string[]> {
  const place = vscode.Uri.joinPath(folder, '.fillwright', 'prompts');
  return (await entriesOf(place))
    .filter(([file, type]) => file.endsWith('.md') && (type & vscode.FileType.Directory) === 0)
    .map(([file]) => pathInWorkspace(vscode.Uri.joinPath(place, file)));
}

async function entriesOf(place: vscode.Uri): Promise<readonly [string, vscode.FileType][]> {
  try {
    return await vscode.workspace.fs.readDirectory(place);
  } catch {
    return []; // Most workspaces have none.
  }
}

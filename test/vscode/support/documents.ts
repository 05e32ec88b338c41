import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';

/** The cursor in texts of tests. */
const CURSOR = '‸';

export interface OpenedText {
  readonly editor: vscode.TextEditor;
  readonly document: vscode.TextDocument;
  readonly position: vscode.Position;
}

/** Opens an untitled document with the cursor at `‸`. */
export async function openText(marked: string, language = 'typescript'): Promise<OpenedText> {
  const document = await vscode.workspace.openTextDocument({ language, content: marked.replace(CURSOR, '') });
  return showAt(document, Math.max(0, marked.indexOf(CURSOR)));
}

/** Writes a file into the workspace folder and opens it with the cursor at `‸`. */
export async function openFile(name: string, marked: string): Promise<OpenedText> {
  const uri = workspaceFile(name);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(marked.replace(CURSOR, '')));
  return showAt(await vscode.workspace.openTextDocument(uri), Math.max(0, marked.indexOf(CURSOR)));
}

export function workspaceFile(name: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (folder === undefined) throw new Error('The tests need a workspace folder.');
  return vscode.Uri.joinPath(folder.uri, name);
}

export async function showAt(document: vscode.TextDocument, offset: number): Promise<OpenedText> {
  // In a tab of its own: a preview's place is taken by the next document.
  const editor = await vscode.window.showTextDocument(document, {
    preview: false,
    viewColumn: vscode.ViewColumn.One,
  });
  const position = document.positionAt(offset);
  editor.selection = new vscode.Selection(position, position);
  return { editor, document, position };
}

export async function closeAll(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

/**
 * Asks again and again until there is an answer. What hangs for good ends with what `lack` says, ahead of mocha's own
 * limit.
 */
export async function eventually<T>(
  ask: () => Promise<T | undefined> | T | undefined,
  lack: () => string = () => 'What the test waits for did not happen.',
): Promise<T> {
  for (const askedAt = Date.now(); Date.now() - askedAt < LONGEST_WAIT_MS;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await delay(POLL_MS);
  }
  throw new Error(lack());
}

const POLL_MS = 25;
/** Ten times what a busy machine needs to load the model and answer. */
const LONGEST_WAIT_MS = 60_000;

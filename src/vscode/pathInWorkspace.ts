import * as vscode from 'vscode';

/**
 * The document's path as a prompt shows it: from its workspace folder, whose name comes first where there are several;
 * the name alone where there is no folder. Outside of all folders it is a path that no file of the workspace has.
 */
export function pathInWorkspace(uri: vscode.Uri): string {
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (uri.scheme === 'untitled' || folders.length === 0) return name;
  if (folder === undefined) return `../${name}`;
  const path = vscode.workspace.asRelativePath(uri, false).replaceAll('\\', '/');
  return folders.length > 1 ? `${folderName(folder)}/${path}` : path;
}

/** A workspace may hold several folders of the same name, and names with slashes. */
export function folderName({ name, index }: vscode.WorkspaceFolder): string {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const before = folders.filter((other) => other.name === name && other.index < index).length;
  return `${name.replace(/[\\/]/g, '-')}${before === 0 ? '' : ` (${before + 1})`}`;
}

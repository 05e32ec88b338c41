import ignore, { type Ignore } from 'ignore';
import * as vscode from 'vscode';
import { IGNORE_FILES } from '../context/index/ignoreRules';

/** Whether the user keeps a file out of git or out of the explorer: such files are nobody else's business. */
export async function isIgnored(uri: vscode.Uri): Promise<boolean> {
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  if (folder === undefined) return false;
  const path = vscode.workspace.asRelativePath(uri, false).replaceAll('\\', '/');
  if (path === '' || path.startsWith('/')) return false;
  return excludedByEditor(folder).ignores(path) || (await ignoredByFiles(folder.uri, path));
}

function excludedByEditor(folder: vscode.WorkspaceFolder): Ignore {
  const globs = vscode.workspace
    .getConfiguration('files', folder)
    .get<Record<string, unknown>>('exclude', {});
  return ignore().add(Object.keys(globs).filter((glob) => globs[glob] === true));
}

/** Asks the ignore files of each folder on the way down; what a deeper or later one says wins. */
async function ignoredByFiles(root: vscode.Uri, path: string): Promise<boolean> {
  const parts = path.split('/');
  let ignored = false;
  for (let depth = 0; depth < parts.length; depth++) {
    const folder = vscode.Uri.joinPath(root, ...parts.slice(0, depth));
    for (const name of IGNORE_FILES) {
      const rules = await readIfThere(vscode.Uri.joinPath(folder, name));
      const verdict = ignore().add(rules).test(parts.slice(depth).join('/'));
      if (verdict.ignored) ignored = true;
      else if (verdict.unignored) ignored = false;
    }
  }
  return ignored;
}

async function readIfThere(uri: vscode.Uri): Promise<string> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
  } catch {
    return ''; // Most folders have none.
  }
}

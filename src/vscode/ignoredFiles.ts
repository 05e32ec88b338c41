import * as vscode from 'vscode';
import { filesBelow, isIgnoredIn, type RuledFolder, type RuleFiles } from '../context/index/folderRules';
import type { DirectoryEntry, FileStat } from '../context/index/workspaceFiles';

/** Whether the user keeps a file out of git or out of the explorer: such files are nobody else's business. */
export async function isIgnored(uri: vscode.Uri): Promise<boolean> {
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  if (folder === undefined || uri.path.length <= folder.uri.path.length) return false;
  return isIgnoredIn(ruled(folder), pathFrom(uri), filesBeside(folder.uri));
}

/** The files below a folder that the user does not keep out; at most so many, those of outer folders first. */
export async function keptFilesBelow(uri: vscode.Uri, most: number): Promise<readonly vscode.Uri[]> {
  const folder = vscode.workspace.getWorkspaceFolder(uri);
  if (folder === undefined) return [];
  const isRoot = uri.path.length <= folder.uri.path.length;
  const paths = await filesBelow(ruled(folder), isRoot ? '' : pathFrom(uri), filesBeside(folder.uri), most);
  return paths.map((path) => vscode.Uri.joinPath(folder.uri, path));
}

function pathFrom(uri: vscode.Uri): string {
  return vscode.workspace.asRelativePath(uri, false).replaceAll('\\', '/').replace(/\/$/, '');
}

function ruled(folder: vscode.WorkspaceFolder): RuledFolder {
  const excludes = vscode.workspace
    .getConfiguration('files', folder)
    .get<Record<string, unknown>>('exclude', {});
  const excludeGlobs = Object.keys(excludes).filter((glob) => excludes[glob] === true);
  return { root: folder.uri.path.replace(/\/$/, ''), excludeGlobs };
}

/** The files of the machine that `uri` lies on, which need not be this one, by their paths there. */
function filesBeside(uri: vscode.Uri): RuleFiles {
  const { fs } = vscode.workspace;
  const at = (path: string): vscode.Uri => uri.with({ path: path === '' ? '/' : path });
  return {
    list: (path) => ifThere(async () => (await fs.readDirectory(at(path))).map(entryOf)),
    read: (path) => ifThere(() => fs.readFile(at(path))),
    stats: (paths) => Promise.all(paths.map((path) => ifThere(async () => statOf(await fs.stat(at(path)))))),
  };
}

async function ifThere<T>(read: () => PromiseLike<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch {
    return undefined; // Most folders have no such file.
  }
}

function entryOf([name, type]: readonly [string, vscode.FileType]): DirectoryEntry {
  return { name, kind: (type & vscode.FileType.SymbolicLink) === 0 ? kindOf(type) : 'link' };
}

function statOf({ type, size, mtime }: vscode.FileStat): FileStat {
  return { kind: kindOf(type), sizeBytes: size, modifiedMs: mtime };
}

function kindOf(type: vscode.FileType): 'file' | 'directory' | 'other' {
  if ((type & vscode.FileType.File) !== 0) return 'file';
  return (type & vscode.FileType.Directory) === 0 ? 'other' : 'directory';
}

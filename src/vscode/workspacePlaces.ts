import * as vscode from 'vscode';
import { t } from '../common/l10n';
import { placesInWorkspace, type PlaceInWorkspace, type WorkspaceRoot } from '../chat/edits/workspacePath';
import { realPath } from '../node/realPath';

/**
 * The files that a path from an answer can mean: that one, or those that end with it. Throws where it leads out of the
 * workspace.
 */
export async function filesNamed(stated: string): Promise<readonly vscode.Uri[]> {
  const exact = (await firstFile(rootedPlaces(stated))) ?? (await firstFile(statedPlaces(stated)));
  if (exact === undefined) return filesEndingWith(stated);
  await insideOnDisk(exact, stated);
  return [exact];
}

async function firstFile(places: readonly PlaceInWorkspace[]): Promise<vscode.Uri | undefined> {
  for (const uri of places.map(uriOf)) if ((await typeOf(uri)) === vscode.FileType.File) return uri;
  return undefined;
}

/** Where a new file of this path goes. Throws where that is outside the workspace. */
export async function placeForNewFile(stated: string): Promise<vscode.Uri> {
  const [place] = statedPlaces(stated);
  if (place === undefined) throw outside(stated);
  const uri = uriOf(place);
  await insideOnDisk(await nearestFolder(uri), stated);
  return uri;
}

export async function isFile(uri: vscode.Uri): Promise<boolean> {
  return ((await typeOf(uri)) ?? 0) !== 0;
}

function statedPlaces(stated: string): readonly PlaceInWorkspace[] {
  const places = placesInWorkspace(stated, workspaceRoots());
  if (places.length === 0) throw outside(stated);
  return places;
}

/** Answers write `/src/a.ts` for a path from the workspace folder too. */
function rootedPlaces(stated: string): readonly PlaceInWorkspace[] {
  return /^\/(?!\/)/.test(stated) ? placesInWorkspace(stated.slice(1), workspaceRoots()) : [];
}

function outside(stated: string): Error {
  if (workspaceRoots().length === 0) return new Error(t('Open a folder first: files of answers go into it.'));
  return new Error(t('{0} is outside the workspace: nothing there is opened or written.', stated));
}

function workspaceRoots(): readonly WorkspaceRoot[] {
  return (vscode.workspace.workspaceFolders ?? []).map(({ name, uri }) => ({
    name,
    path: pathOf(uri),
  }));
}

/** As people write it: with a drive letter and no slash before it on Windows. */
function pathOf({ path }: vscode.Uri): string {
  return path.replace(/^\/(?=[A-Za-z]:)/, '').replace(/\/$/, '');
}

function uriOf({ root, path }: PlaceInWorkspace): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.find(({ uri }) => pathOf(uri) === root.path);
  if (folder === undefined) throw outside(path);
  return vscode.Uri.joinPath(folder.uri, path);
}

async function typeOf(uri: vscode.Uri): Promise<vscode.FileType | undefined> {
  try {
    const { type } = await vscode.workspace.fs.stat(uri);
    return type & ~vscode.FileType.SymbolicLink;
  } catch {
    return undefined; // Not there.
  }
}

async function insideOnDisk(uri: vscode.Uri, stated: string): Promise<void> {
  if (!(await isInsideOnDisk(uri))) throw outside(stated);
}

/** A link may lead anywhere: what counts is where the disk says the file is. True for what is not there. */
export async function isInsideOnDisk(uri: vscode.Uri): Promise<boolean> {
  return (await placeOnDisk(uri)) !== 'outside';
}

/** The place in the workspace where all links on the way lead; what is not there stays where it is. */
export async function placeOnDisk(uri: vscode.Uri): Promise<vscode.Uri | 'outside'> {
  if (uri.scheme !== 'file') return uri;
  const real = await realPath(uri.fsPath);
  if (real === undefined) return uri;
  for (const folder of vscode.workspace.workspaceFolders ?? []) {
    const root = await realPath(folder.uri.fsPath);
    if (root !== undefined && isBelow(real, root)) {
      return vscode.Uri.joinPath(folder.uri, real.slice(root.length).replaceAll('\\', '/'));
    }
  }
  return 'outside';
}

function isBelow(path: string, root: string): boolean {
  if (!path.startsWith(root)) return false;
  return path === root || /[/\\]$/.test(root) || /[/\\]/.test(path.charAt(root.length));
}

async function nearestFolder(uri: vscode.Uri): Promise<vscode.Uri> {
  let folder = uri;
  while ((await typeOf(folder)) === undefined && folder.path !== '/' && folder.path !== '') {
    folder = vscode.Uri.joinPath(folder, '..');
  }
  return folder;
}

/** What people would have to look through. */
const MOST_FOUND = 20;

/** Answers often name a file without its folders. */
async function filesEndingWith(stated: string): Promise<readonly vscode.Uri[]> {
  const path = placesInWorkspace(stated, workspaceRoots())[0]?.path;
  if (path === undefined) return [];
  // Characters that a glob would take for its own.
  const glob = `**/${path.replace(/[[\]{}*?]/g, '?')}`;
  const found = await vscode.workspace.findFiles(glob, undefined, MOST_FOUND);
  const inside = await Promise.all(found.map(isInsideOnDisk));
  if (found.length > 0 && !inside.some(Boolean)) throw outside(stated);
  return found.filter((_, index) => inside[index]);
}

import * as vscode from 'vscode';
import type { FoundPath } from '../chat/attachments/attachmentPorts';
import { isIgnored } from './ignoredFiles';
import { pathInWorkspace } from './pathInWorkspace';
import { placeOnDisk } from './workspacePlaces';

/** What may be attached from this address, by its kind; undefined where nothing is. Links out of the workspace are not followed. */
export async function findPath(uri: vscode.Uri): Promise<FoundPath | 'outside' | undefined> {
  // `..` is gone by now: a URI is normalised when its parts are joined.
  if (vscode.workspace.getWorkspaceFolder(uri) === undefined) return 'outside';
  const place = await placeOnDisk(uri);
  if (place === 'outside') return 'outside';
  try {
    const { type, size } = await vscode.workspace.fs.stat(uri);
    return {
      path: pathInWorkspace(uri),
      isFolder: (type & vscode.FileType.Directory) !== 0,
      sizeBytes: size,
      isIgnored: await isIgnored(uri),
      ...(pathInWorkspace(place) === pathInWorkspace(uri) ? {} : { leadsTo: await leadsTo(place) }),
    };
  } catch {
    return undefined; // Nothing is there.
  }
}

async function leadsTo(place: vscode.Uri): Promise<Required<FoundPath>['leadsTo']> {
  return { path: pathInWorkspace(place), isIgnored: await isIgnored(place) };
}

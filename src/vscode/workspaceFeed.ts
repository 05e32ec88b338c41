import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../common/disposable';
import type { WorkerWorkspace } from '../node/workerMessages';
import type { WorkspacePlanner } from '../node/workerPlanner';
import { folderName, pathInWorkspace } from './pathInWorkspace';

/** Events of the file system are handed over in batches: a checkout brings thousands. */
const BATCH_MS = 200;

/** Tells the context worker which folders it may index, and what changes in them. */
export function feedWorkspace(
  planner: Pick<WorkspacePlanner, 'workspaceChanged' | 'filesChanged'>,
  context: Pick<vscode.ExtensionContext, 'extensionUri' | 'storageUri'>,
): Disposable {
  const store = new DisposableStore();
  const tell = (): void => planner.workspaceChanged(workerWorkspace(context));
  tell();
  store.add(vscode.workspace.onDidChangeWorkspaceFolders(tell));
  store.add(vscode.workspace.onDidGrantWorkspaceTrust(tell));
  store.add(
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('files.exclude')) tell();
    }),
  );
  store.add(watchFiles((paths) => planner.filesChanged(paths)));
  return store;
}

function workerWorkspace({
  extensionUri,
  storageUri,
}: Pick<vscode.ExtensionContext, 'extensionUri' | 'storageUri'>): WorkerWorkspace {
  const folders = vscode.workspace.isTrusted ? (vscode.workspace.workspaceFolders ?? []) : [];
  const excludes = vscode.workspace.getConfiguration('files').get<Record<string, unknown>>('exclude', {});
  return {
    // Only what lies on the disk of the machine the extension runs on can be read by the worker.
    folders: folders
      .filter(({ uri }) => uri.scheme === 'file')
      .map((folder) => ({
        name: folderName(folder),
        root: folder.uri.fsPath.replaceAll('\\', '/').replace(/\/$/, ''),
      })),
    excludeGlobs: Object.entries(excludes).flatMap(([glob, on]) => (on === true ? [glob] : [])),
    ...(storageUri?.scheme === 'file' && {
      indexFile: vscode.Uri.joinPath(storageUri, 'index.bin').fsPath,
      embeddingsFile: vscode.Uri.joinPath(storageUri, 'embeddings.bin').fsPath,
    }),
    extensionRoot: extensionUri.fsPath,
  };
}

function watchFiles(changed: (paths: readonly string[]) => void): Disposable {
  const watcher = vscode.workspace.createFileSystemWatcher('**/*');
  const batch = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  const note = (uri: vscode.Uri): void => {
    batch.add(pathInWorkspace(uri));
    timer ??= setTimeout(() => {
      timer = undefined;
      changed([...batch]);
      batch.clear();
    }, BATCH_MS);
  };
  const store = new DisposableStore();
  store.add(watcher);
  store.add(watcher.onDidCreate(note));
  store.add(watcher.onDidChange(note));
  store.add(watcher.onDidDelete(note));
  store.add({ dispose: () => clearTimeout(timer) });
  return store;
}

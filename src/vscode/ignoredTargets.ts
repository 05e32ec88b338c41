import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../common/disposable';
import { Emitter, type Event } from '../common/emitter';
import type { IgnoredCheck } from '../completion/trigger';
import { IGNORE_FILES } from '../context/index/ignoreRules';
import { isIgnored } from './ignoredFiles';

/** Which of the files being edited are ignored. */
export interface IgnoredTargets extends Disposable {
  readonly check: IgnoredCheck;
  /** Fires when what `check` has answered before may be true no more. */
  readonly onDidChange: Event<void>;
}

/** Reads the ignore files once for each file, and anew when one of them or `files.exclude` changes. */
export function watchIgnored(): IgnoredTargets {
  const store = new DisposableStore();
  const verdicts = new Map<string, boolean | Promise<boolean>>();
  const changed = new Emitter<void>();
  const forget = (): void => {
    verdicts.clear();
    changed.fire();
  };
  const watcher = store.add(vscode.workspace.createFileSystemWatcher(`**/{${IGNORE_FILES.join(',')}}`));
  store.add(watcher.onDidChange(forget));
  store.add(watcher.onDidCreate(forget));
  store.add(watcher.onDidDelete(forget));
  store.add(vscode.workspace.onDidChangeWorkspaceFolders(forget));
  store.add(
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('files.exclude')) forget();
    }),
  );
  const check = (uri: string): boolean | Promise<boolean> => {
    const known = verdicts.get(uri);
    if (known !== undefined) return known;
    const asked = isIgnored(vscode.Uri.parse(uri)).then((ignored) => {
      // Rules that have changed meanwhile make this the verdict of yesterday.
      if (verdicts.get(uri) === asked) verdicts.set(uri, ignored);
      return ignored;
    });
    verdicts.set(uri, asked);
    // What could not be found out is asked again by the next key.
    asked.catch(() => verdicts.get(uri) === asked && verdicts.delete(uri));
    return asked;
  };
  return { check, onDidChange: changed.event, dispose: () => store.dispose() };
}

import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../common/disposable';
import type { TargetText } from '../prompt/targetText';
import { isSilent } from './silentDocument';
import { targetSnapshot } from './targetSnapshot';

type Moved = (target: TargetText, document: vscode.TextDocument) => void;

/** Tells where the cursor of the editor in front is: at once, after each key or move, and in another editor. */
export function watchCursor(moved: Moved): Disposable {
  const tell = (editor: vscode.TextEditor | undefined): void => {
    if (editor === undefined || isSilent(editor.document)) return;
    const [only, second] = editor.selections;
    if (only === undefined || second !== undefined) return;
    moved(targetSnapshot(editor.document, only.active), editor.document);
  };
  const store = new DisposableStore();
  store.add(
    vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
      if (textEditor === vscode.window.activeTextEditor) tell(textEditor);
    }),
  );
  store.add(vscode.window.onDidChangeActiveTextEditor(tell));
  tell(vscode.window.activeTextEditor);
  return store;
}

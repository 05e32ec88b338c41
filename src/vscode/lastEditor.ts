import * as vscode from 'vscode';
import type { Disposable } from '../common/disposable';
import { isSilent } from './silentDocument';

/** The text editor that was used last, also while a panel has the focus; undefined once it is closed. */
export interface LastEditor extends Disposable {
  readonly current: vscode.TextEditor | undefined;
}

export function watchLastEditor(): LastEditor {
  let last: vscode.TextEditor | undefined;
  const note = (editor: vscode.TextEditor | undefined): void => {
    if (editor !== undefined && !isSilent(editor.document)) last = editor;
  };
  note(vscode.window.activeTextEditor);
  const subscription = vscode.window.onDidChangeActiveTextEditor(note);
  return {
    get current() {
      const isVisible = last !== undefined && vscode.window.visibleTextEditors.includes(last);
      return isVisible ? last : undefined;
    },
    dispose: () => void subscription.dispose(),
  };
}

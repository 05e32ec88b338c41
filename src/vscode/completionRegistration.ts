import * as vscode from 'vscode';
import type { Disposable } from '../common/disposable';

export interface CompletionRegistration extends Disposable {
  /** Has the editor ask at its cursor, whatever came of asking there before. */
  trigger(): Promise<void>;
}

/**
 * Registers `provider` for all documents. The editor asks a registration only once at a place of a text, even where the
 * host was down then, so each trigger makes a new one.
 */
export function registerCompletions(provider: vscode.InlineCompletionItemProvider): CompletionRegistration {
  const register = (): vscode.Disposable =>
    vscode.languages.registerInlineCompletionItemProvider({ pattern: '**' }, provider);
  let current: vscode.Disposable | undefined = register();
  return {
    trigger: async () => {
      // A state may still change while the window closes.
      if (current === undefined) return;
      current.dispose();
      current = register();
      await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
    },
    dispose: () => {
      current?.dispose();
      current = undefined;
    },
  };
}

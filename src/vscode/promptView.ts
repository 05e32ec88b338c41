import * as vscode from 'vscode';
import { t } from '../common/l10n';
import { disposable, DisposableStore, type Disposable } from '../common/disposable';
import type { FimPrompt } from '../prompt/fimPrompt';
import { inspectPrompt } from '../prompt/inspectPrompt';
import type { TargetText } from '../prompt/targetText';
import { targetSnapshot } from './targetSnapshot';

/** Shows the exact prompt for the cursor, below a table of what it holds, in a document that can't be edited. */
export interface PromptView extends Disposable {
  show(): Promise<void>;
}

export type BuildPrompt = (target: TargetText, signal: AbortSignal) => Promise<FimPrompt>;

const SCHEME = 'fillwright-prompt';

/**
 * `build` may throw an Error whose message tells the user why there is no prompt. `cachedChars`: how much of a prompt's
 * beginning the host has read already.
 */
export function createPromptView(build: BuildPrompt, cachedChars: (prompt: string) => number): PromptView {
  const store = new DisposableStore();
  const life = new AbortController();
  const changed = store.add(new vscode.EventEmitter<vscode.Uri>());
  let text = '';
  store.add(
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
      onDidChange: changed.event,
      provideTextDocumentContent: () => text,
    }),
  );
  store.add(disposable(() => life.abort()));

  return {
    show: async () => {
      const editor = vscode.window.activeTextEditor;
      if (editor === undefined || editor.document.uri.scheme === SCHEME) {
        throw new Error(t('Put the cursor into a file first, then ask for its prompt.'));
      }
      const target = targetSnapshot(editor.document, editor.selection.active);
      const prompt = await build(target, life.signal);
      text = inspectPrompt(prompt, target, cachedChars(prompt.text)) + prompt.text;
      const uri = vscode.Uri.from({ scheme: SCHEME, path: t('Prompt of {0} tokens', prompt.tokens.total) });
      changed.fire(uri);
      const document = await vscode.workspace.openTextDocument(uri);
      await vscode.languages.setTextDocumentLanguage(document, SCHEME);
      await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside });
    },
    dispose: () => store.dispose(),
  };
}

import * as vscode from 'vscode';
import { t } from '../common/l10n';
import { DisposableStore, type Disposable } from '../common/disposable';
import type { NoCompletionReason } from '../completion/outcome';
import type { TargetText } from '../prompt/targetText';
import { explain } from './explanation';
import type { QueryLog } from './queryLog';
import { isSilent } from './silentDocument';
import type { StatusFacts } from './statusWords';
import { targetSnapshot } from './targetSnapshot';

/** Answers "Why no completion here?" in a document that can't be edited. */
export interface ExplanationView extends Disposable {
  show(): Promise<void>;
}

export interface ExplanationSources {
  readonly queries: QueryLog;
  readonly refusal: (target: TargetText) => Promise<NoCompletionReason | undefined>;
  readonly statusFacts: () => StatusFacts;
}

const SCHEME = 'fillwright-explanation';

export function createExplanationView({
  queries,
  refusal,
  statusFacts,
}: ExplanationSources): ExplanationView {
  const store = new DisposableStore();
  const changed = store.add(new vscode.EventEmitter<vscode.Uri>());
  let text = '';
  store.add(
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
      onDidChange: changed.event,
      provideTextDocumentContent: () => text,
    }),
  );
  const uri = vscode.Uri.from({ scheme: SCHEME, path: t('Why no completion here') });
  return {
    show: async () => {
      const editor = vscode.window.activeTextEditor;
      if (editor === undefined || isSilent(editor.document)) {
        throw new Error(t('Put the cursor where you miss a completion, then ask again.'));
      }
      const { document } = editor;
      const { line, character } = editor.selection.active;
      text = explain({
        path: vscode.workspace.asRelativePath(document.uri),
        line,
        character,
        query: queries.latest(document.uri.toString(), line, character),
        refusal: await refusal(targetSnapshot(document, editor.selection.active)),
        editorShowsGhostText: vscode.workspace
          .getConfiguration('editor.inlineSuggest', document)
          .get('enabled', true),
        status: statusFacts(),
        now: new Date(),
      });
      changed.fire(uri);
      const shown = await vscode.workspace.openTextDocument(uri);
      await vscode.languages.setTextDocumentLanguage(shown, 'markdown');
      await vscode.window.showTextDocument(shown, { viewColumn: vscode.ViewColumn.Beside, preview: true });
    },
    dispose: () => store.dispose(),
  };
}

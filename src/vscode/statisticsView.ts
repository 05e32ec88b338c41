import * as vscode from 'vscode';
import type { Disposable } from '../common/disposable';
import { t } from '../common/l10n';

/** Shows a report that can't be edited. */
export interface StatisticsView extends Disposable {
  show(): Promise<void>;
}

const SCHEME = 'fillwright-statistics';

export function createStatisticsView(report: () => string): StatisticsView {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const content = vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
    onDidChange: changed.event,
    provideTextDocumentContent: report,
  });
  const uri = vscode.Uri.from({ scheme: SCHEME, path: t('Completion statistics') });
  return {
    show: async () => {
      changed.fire(uri);
      await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
    },
    dispose: () => {
      content.dispose();
      changed.dispose();
    },
  };
}

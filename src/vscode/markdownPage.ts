import * as vscode from 'vscode';
import type { Disposable } from '../common/disposable';

/** One document at a time, shown as the reader of Markdown sees it, which may still grow. */
export interface MarkdownPage extends Disposable {
  write(text: string): void;
  show(title: string): Promise<void>;
}

export function createMarkdownPage(scheme: string): MarkdownPage {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  let text = '';
  let uri = vscode.Uri.from({ scheme, path: 'Report.md' });
  const content = vscode.workspace.registerTextDocumentContentProvider(scheme, {
    onDidChange: changed.event,
    provideTextDocumentContent: () => text,
  });
  return {
    write: (next) => {
      text = next;
      changed.fire(uri);
    },
    show: async (title) => {
      uri = vscode.Uri.from({ scheme, path: `${title.replaceAll('/', ' ')}.md` });
      changed.fire(uri);
      await vscode.workspace.openTextDocument(uri);
      await vscode.commands.executeCommand('markdown.showPreview', uri);
    },
    dispose: () => {
      content.dispose();
      changed.dispose();
    },
  };
}

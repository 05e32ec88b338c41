import * as vscode from 'vscode';
import type { PanelCommand } from '../chat/protocol';
import { DisposableStore, type Disposable } from '../common/disposable';
import { t } from '../common/l10n';
import { openChatPage, type ChatPage, type ChatPageParts } from './chatPage';

/** A chat in the editor area. */
export interface ChatTab {
  focus(): Promise<void>;
  command(command: PanelCommand): void;
}

export interface ChatTabs extends Disposable {
  /** The one with the focus; undefined when another editor has it. */
  inFront(): ChatTab | undefined;
  /** That one, or else any that can be seen beside the editor with the focus. */
  inSight(): ChatTab | undefined;
  open(column: vscode.ViewColumn): void;
}

const TAB = 'fillwright.chatTab';

export function createChatTabs(parts: ChatPageParts): ChatTabs {
  const store = new DisposableStore();
  const pages = new Map<vscode.WebviewPanel, ChatPage>();
  const icon = (theme: string): vscode.Uri =>
    vscode.Uri.joinPath(parts.extensionUri, 'media', `chat-${theme}.svg`);
  const adopt = (panel: vscode.WebviewPanel): void => {
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
    const page = openChatPage(panel.webview, parts);
    pages.set(panel, page);
    panel.onDidChangeViewState(() => {
      if (!panel.visible) page.hidden();
    });
    panel.onDidDispose(() => {
      pages.delete(panel);
      page.dispose();
    });
  };
  store.add(
    vscode.window.registerWebviewPanelSerializer(TAB, {
      deserializeWebviewPanel: (panel) => Promise.resolve(adopt(panel)),
    }),
  );
  const tabWhere = (isMeant: (panel: vscode.WebviewPanel) => boolean): ChatTab | undefined => {
    const found = [...pages].find(([panel]) => isMeant(panel));
    if (found === undefined) return undefined;
    const [panel, page] = found;
    return {
      focus: () => {
        panel.reveal();
        return page.use();
      },
      command: (command) => page.command(command),
    };
  };
  const inFront = (): ChatTab | undefined => tabWhere(({ active }) => active);
  return {
    inFront,
    inSight: () => inFront() ?? tabWhere(({ visible }) => visible),
    open: (column) =>
      adopt(vscode.window.createWebviewPanel(TAB, t('Fillwright Chat'), column, { enableFindWidget: true })),
    // The tabs themselves stay: the editor brings them back when the window is loaded anew.
    dispose: () => {
      for (const page of pages.values()) page.dispose();
      store.dispose();
    },
  };
}

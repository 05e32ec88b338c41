import * as vscode from 'vscode';
import type { PanelCommand } from '../chat/protocol';
import { DisposableStore, type Disposable } from '../common/disposable';
import { openChatPage, type ChatPage, type ChatPageParts } from './chatPage';

/** The chat in the side bar. */
export interface ChatView extends Disposable {
  focus(): Promise<void>;
  readonly isVisible: boolean;
  /** Kept until the view has been opened for the first time. */
  command(command: PanelCommand): void;
}

const VIEW = 'fillwright.chatView';

export function createChatView(parts: ChatPageParts): ChatView {
  const store = new DisposableStore();
  let page: ChatPage | undefined;
  let shown: vscode.WebviewView | undefined;
  let waiting: PanelCommand[] = [];
  const resolve = (view: vscode.WebviewView): void => {
    const opened = openChatPage(view.webview, parts);
    page = opened;
    shown = view;
    for (const command of waiting) opened.command(command);
    waiting = [];
    view.onDidChangeVisibility(() => {
      if (!view.visible) opened.hidden();
    });
    view.onDidDispose(() => {
      opened.dispose();
      if (page === opened) page = shown = undefined;
    });
  };
  store.add(vscode.window.registerWebviewViewProvider(VIEW, { resolveWebviewView: resolve }));
  return {
    focus: async () => {
      await vscode.commands.executeCommand(`${VIEW}.focus`);
      await page?.use();
    },
    get isVisible() {
      return shown?.visible === true;
    },
    command: (command) => {
      if (page === undefined) waiting.push(command);
      else page.command(command);
    },
    dispose: () => {
      page?.dispose();
      store.dispose();
    },
  };
}

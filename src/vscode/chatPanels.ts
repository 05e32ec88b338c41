import * as vscode from 'vscode';
import type { PanelCommand } from '../chat/protocol';
import { DisposableStore, type Disposable } from '../common/disposable';
import { createChatTabs } from './chatTabs';
import { createChatView } from './chatView';
import type { ChatPageParts } from './chatPage';
import type { CommandHandlers } from './commands';

/** The chat's view in the side bar, and its tabs in the editor area. */
export interface ChatPanels extends Disposable {
  /** Shows the chat and puts the focus into it: the tab in front, or else the view. */
  focus(): Promise<void>;
  openTab(): void;
  /** Shows the chat and lets its page do something. */
  command(command: PanelCommand): Promise<void>;
}

export function createChatPanels(parts: ChatPageParts): ChatPanels {
  const store = new DisposableStore();
  const view = store.add(createChatView(parts));
  const tabs = store.add(createChatTabs(parts));
  const focus = async (): Promise<void> => {
    const tab = tabs.inFront();
    if (tab === undefined) await view.focus();
    else tab.reveal();
  };
  return {
    focus,
    openTab: () => tabs.open(vscode.ViewColumn.Active),
    command: async (command) => {
      await focus();
      (tabs.inFront() ?? view).command(command);
    },
    dispose: () => store.dispose(),
  };
}

type PanelCommandId = 'fillwright.chat.focus' | 'fillwright.chat.new' | 'fillwright.chat.openInEditor';

export function chatHandlers(panels: ChatPanels): Pick<CommandHandlers, PanelCommandId> {
  return {
    'fillwright.chat.focus': () => panels.focus(),
    'fillwright.chat.new': () => panels.command({ type: 'new' }),
    'fillwright.chat.openInEditor': () => panels.openTab(),
  };
}

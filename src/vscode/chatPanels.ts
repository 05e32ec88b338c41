import * as vscode from 'vscode';
import type { PanelCommand } from '../chat/protocol';
import { DisposableStore, type Disposable } from '../common/disposable';
import { createChatTabs, type ChatTab } from './chatTabs';
import { createChatView } from './chatView';
import type { ChatPageParts } from './chatPage';
import type { CommandHandlers } from './commands';

/** The chat's view in the side bar, and its tabs in the editor area. */
export interface ChatPanels extends Disposable {
  /** Shows the chat and puts the focus into it: the tab in front, else the view, unless only a tab can be seen. */
  focus(): Promise<void>;
  openTab(): void;
  /** Shows the chat and lets its page do something. */
  command(command: PanelCommand): Promise<void>;
}

export function createChatPanels(parts: ChatPageParts): ChatPanels {
  const store = new DisposableStore();
  const view = store.add(createChatView(parts));
  const tabs = store.add(createChatTabs(parts));
  const target = (): ChatTab | undefined => (view.isVisible ? tabs.inFront() : tabs.inSight());
  return {
    focus: () => (target() ?? view).focus(),
    openTab: () => tabs.open(vscode.ViewColumn.Active),
    command: async (command) => {
      const chosen = target() ?? view;
      await chosen.focus();
      chosen.command(command);
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

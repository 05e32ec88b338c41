import * as vscode from 'vscode';
import type { ChatService } from '../chat/chatService';
import type { AttachmentSource } from '../chat/protocol';
import type { CommandHandlers } from './commands';

type AddCommandId = 'fillwright.chat.add' | 'fillwright.chat.addProblems' | 'fillwright.chat.addTerminal';

/** The commands that attach to the chat from elsewhere in the editor, and show it. */
export function addToChatHandlers(
  chat: ChatService,
  focusChat: () => Promise<void>,
): Pick<CommandHandlers, AddCommandId> {
  // The focus first: it says to which of several chats the sources go.
  const add = async (...sources: readonly AttachmentSource[]): Promise<void> => {
    await focusChat();
    await chat.addToChat(sources);
  };
  return {
    'fillwright.chat.add': (clicked, selected) => {
      const uris = Array.isArray(selected) ? selected.filter((each) => each instanceof vscode.Uri) : [];
      if (uris.length < 2) return add(sourceOf(clicked));
      return add(...uris.map((uri): AttachmentSource => ({ kind: 'uri', uri: uri.toString() })));
    },
    'fillwright.chat.addProblems': () => add({ kind: 'problems' }),
    'fillwright.chat.addTerminal': () => add({ kind: 'terminal' }),
  };
}

/** What is selected in the editor; without a selection, or from the explorer, the file or folder. */
function sourceOf(argument: unknown): AttachmentSource {
  const editor = vscode.window.activeTextEditor;
  const clicked = argument instanceof vscode.Uri ? argument : editor?.document.uri;
  const isInEditor = editor !== undefined && clicked?.toString() === editor.document.uri.toString();
  if (clicked === undefined || (isInEditor && !editor.selection.isEmpty)) return { kind: 'active-selection' };
  return { kind: 'uri', uri: clicked.toString() };
}

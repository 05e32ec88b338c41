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
  const add = async (source: AttachmentSource): Promise<void> => {
    await chat.addToChat([source]);
    await focusChat();
  };
  return {
    'fillwright.chat.add': (argument) => add(sourceOf(argument)),
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

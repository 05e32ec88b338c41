import * as vscode from 'vscode';
import type { AttachmentSource } from '../chat/protocol';
import type { CommandHandlers } from './commands';
import { pathInWorkspace } from './pathInWorkspace';
import { placeOf, wholeLines } from './placeArgument';

export type AskHandlers = Pick<CommandHandlers, 'fillwright.chat.explain' | 'fillwright.chat.tests'>;

export interface AskParts {
  /** Begins a conversation and asks in it. */
  readonly ask: (text: string, sources: readonly AttachmentSource[]) => Promise<void>;
  /** Brings the chat to the front. */
  readonly focusChat: () => Promise<void>;
  readonly editor: () => vscode.TextEditor | undefined;
}

/** Questions about the code at the cursor whose answers belong into the chat. */
export function askHandlers(parts: AskParts): AskHandlers {
  const ask = async (command: string, argument: unknown): Promise<void> => {
    const place = await placeOf(argument, parts.editor());
    const { document } = place;
    const { start, end } = await wholeLines(place);
    const range = document.validateRange(new vscode.Range(start, 0, end - 1, Number.MAX_SAFE_INTEGER));
    const source: AttachmentSource = {
      kind: 'selection',
      path: pathInWorkspace(document.uri),
      startLine: start + 1,
      endLine: end,
      text: document.getText(range),
    };
    await parts.focusChat();
    await parts.ask(command, [source]);
  };
  return {
    'fillwright.chat.explain': (argument) => ask('/explain', argument),
    'fillwright.chat.tests': (argument) => ask('/tests', argument),
  };
}

import * as vscode from 'vscode';

export interface ShownMessage {
  readonly text: string;
  readonly buttons: readonly string[];
}

/**
 * Notes the information messages that `use` has shown, and answers each with its button of this name. The editor itself
 * neither tells extensions what it shows nor lets them press a button.
 */
export async function shownMessages(
  pressed: string | undefined,
  use: () => void | Promise<void>,
): Promise<readonly ShownMessage[]> {
  const shown: ShownMessage[] = [];
  const window = vscode.window as { showInformationMessage: unknown };
  const before = window.showInformationMessage;
  window.showInformationMessage = (text: string, ...buttons: string[]) => {
    shown.push({ text, buttons });
    return Promise.resolve(buttons.find((button) => button === pressed));
  };
  try {
    await use();
  } finally {
    window.showInformationMessage = before;
  }
  return shown;
}

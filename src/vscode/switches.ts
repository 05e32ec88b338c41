import * as vscode from 'vscode';

/** Turns completion on or off where the user decided it: in the workspace's settings if it is set there. */
export async function turnCompletion(on: boolean): Promise<void> {
  const config = vscode.workspace.getConfiguration('fillwright.completion');
  const inWorkspace = config.inspect('enabled')?.workspaceValue !== undefined;
  const target = inWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global;
  await config.update('enabled', on, target);
}

/** Writes the language into the user's own map, and leaves the rest of it as it is. */
export async function turnLanguage(languageId: string, on: boolean): Promise<void> {
  const config = vscode.workspace.getConfiguration('fillwright.completion');
  const own = config.inspect<Record<string, boolean>>('languages')?.globalValue ?? {};
  await config.update('languages', { ...own, [languageId]: on }, vscode.ConfigurationTarget.Global);
}

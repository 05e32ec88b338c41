import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Fillwright } from '../../../src/compose';

/** What the extension hands to whoever asks for its exports. */
export async function activatedExtension(): Promise<Fillwright> {
  const extension = vscode.extensions.getExtension<Fillwright>('fillwright.fillwright');
  assert.ok(extension, 'The extension is not installed.');
  return extension.activate();
}

/** Writes a user setting for the time of `use`, and takes it back afterwards. */
export async function withSetting(key: string, value: unknown, use: () => Promise<void>): Promise<void> {
  const config = (): vscode.WorkspaceConfiguration => vscode.workspace.getConfiguration('fillwright');
  const before = config().inspect(key)?.globalValue;
  await config().update(key, value, vscode.ConfigurationTarget.Global);
  try {
    await use();
  } finally {
    await config().update(key, before, vscode.ConfigurationTarget.Global);
  }
}

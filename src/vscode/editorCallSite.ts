import * as vscode from 'vscode';
import { t } from '../common/l10n';
import type { CallSite } from './callSite';

/** `machine` is what the machine that this runs on calls itself. */
export function editorCallSite(extension: vscode.Extension<unknown>, machine: string): CallSite {
  const { remoteName, uiKind } = vscode.env;
  return {
    machine,
    remote: remoteName,
    side: extension.extensionKind === vscode.ExtensionKind.UI ? 'own' : 'remote',
    hasOtherSide: remoteName !== undefined && uiKind === vscode.UIKind.Desktop,
  };
}

/**
 * Has the extension run on the other side of remote windows from the next start of the window on. The editor asks to
 * install it there where it is missing.
 */
export async function runOnOtherSide(extensionId: string, { side }: CallSite): Promise<void> {
  const config = vscode.workspace.getConfiguration('remote');
  const own = config.inspect<Record<string, unknown>>('extensionKind')?.globalValue ?? {};
  const kinds = { ...own, [extensionId]: [side === 'own' ? 'workspace' : 'ui'] };
  await config.update('extensionKind', kinds, vscode.ConfigurationTarget.Global);
  const reload = t('Reload Window');
  const message = t('Fillwright runs on the other machine once the window is loaded again.');
  const choice = await vscode.window.showInformationMessage(message, reload);
  if (choice === reload) await vscode.commands.executeCommand('workbench.action.reloadWindow');
}

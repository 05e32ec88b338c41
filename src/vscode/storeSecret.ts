import { t } from '../common/l10n';
import * as vscode from 'vscode';
import { secretKey } from './editorSecrets';

/** Asks for a secret and keeps it in the editor's own store. False when the user thought better of it. */
export async function storeSecret(name: string, storage: vscode.SecretStorage): Promise<boolean> {
  const value = await vscode.window.showInputBox({
    title: t('Secret "{0}"', name),
    prompt: t(
      'What stands for {0} in the headers of fillwright.endpoints. VS Code keeps it encrypted.',
      `\${secret:${name}}`,
    ),
    password: true,
    ignoreFocusOut: true,
  });
  if (value === undefined || value === '') return false;
  await storage.store(secretKey(name), value);
  return true;
}

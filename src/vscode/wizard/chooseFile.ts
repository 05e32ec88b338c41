import { t } from '../../common/l10n';
import * as vscode from 'vscode';

/** A file with certificates or a key; undefined where the user would rather choose none. */
export async function chooseFile(title: string, openLabel: string): Promise<vscode.Uri | undefined> {
  const filters = {
    [t('Certificates')]: ['pem', 'crt', 'cer', 'ca-bundle', 'key'],
    [t('All files')]: ['*'],
  };
  const [file] = (await vscode.window.showOpenDialog({ title, filters, openLabel })) ?? [];
  return file;
}

/** The file's text; empty where it can't be read, which the connection will say. */
export async function readText(file: vscode.Uri): Promise<string> {
  try {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  } catch {
    return '';
  }
}

import * as vscode from 'vscode';
import { t } from '../common/l10n';

/** Opens the definition of a name from an answer; asks where the workspace has several. */
export async function openSymbol(stated: string): Promise<void> {
  const name =
    stated
      .replace(/\(.*$/, '')
      .split(/[.#]|::/)
      .at(-1)
      ?.trim() ?? '';
  const known = name === '' ? [] : await symbolsNamed(name);
  const symbol = known.length > 1 ? await pick(known) : known[0];
  if (symbol === undefined && known.length === 0)
    throw new Error(t('No symbol {0} is known in the workspace.', stated));
  if (symbol === undefined) return;
  const { uri, range } = symbol.location;
  await vscode.window.showTextDocument(uri, { selection: new vscode.Range(range.start, range.start) });
}

async function symbolsNamed(name: string): Promise<readonly vscode.SymbolInformation[]> {
  const found = await vscode.commands.executeCommand<vscode.SymbolInformation[] | undefined>(
    'vscode.executeWorkspaceSymbolProvider',
    name,
  );
  return (found ?? []).filter(
    (symbol) =>
      symbol.name.replace(/\(.*$/, '') === name &&
      vscode.workspace.getWorkspaceFolder(symbol.location.uri) !== undefined,
  );
}

async function pick(
  symbols: readonly vscode.SymbolInformation[],
): Promise<vscode.SymbolInformation | undefined> {
  const items = symbols.map((symbol) => ({
    label: symbol.name,
    description: `${vscode.workspace.asRelativePath(symbol.location.uri)}:${symbol.location.range.start.line + 1}`,
    symbol,
  }));
  return (await vscode.window.showQuickPick(items, { title: t('Several places define it') }))?.symbol;
}

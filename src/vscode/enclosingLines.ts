import * as vscode from 'vscode';
import type { LineRange } from './trackedLines';

/** More than this is no one thing to change. */
const MOST_LINES = 120;
const LINES_AROUND = 5;

/** The function, method or class that a range lies in, as the language's own extension tells; some lines around else. */
export async function enclosingLines(document: vscode.TextDocument, range: vscode.Range): Promise<LineRange> {
  const symbols = await vscode.commands.executeCommand<vscode.DocumentSymbol[] | undefined>(
    'vscode.executeDocumentSymbolProvider',
    document.uri,
  );
  const inner = innermost(symbols ?? [], range);
  if (inner !== undefined) return { start: inner.start.line, end: inner.end.line + 1 };
  return {
    start: Math.max(0, range.start.line - LINES_AROUND),
    end: Math.min(document.lineCount, range.end.line + 1 + LINES_AROUND),
  };
}

const WHOLE_THINGS: ReadonlySet<vscode.SymbolKind> = new Set([
  vscode.SymbolKind.Function,
  vscode.SymbolKind.Method,
  vscode.SymbolKind.Constructor,
  vscode.SymbolKind.Class,
  vscode.SymbolKind.Interface,
  vscode.SymbolKind.Struct,
  vscode.SymbolKind.Enum,
]);

/** Old providers give symbols without children and with a location instead of a range: those are passed over. */
function innermost(symbols: readonly vscode.DocumentSymbol[], range: vscode.Range): vscode.Range | undefined {
  const around = symbols.filter((symbol) => (symbol.range as vscode.Range | undefined)?.contains(range));
  for (const symbol of around) {
    const deeper = innermost(symbol.children, range);
    if (deeper !== undefined) return deeper;
    const lineCount = symbol.range.end.line - symbol.range.start.line + 1;
    if (WHOLE_THINGS.has(symbol.kind) && lineCount <= MOST_LINES) return symbol.range;
  }
  return undefined;
}

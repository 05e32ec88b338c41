import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../common/disposable';
import { LruMap } from '../common/lru';
import type { LanguageHint, LanguageHints } from '../context/languageHints';
import { symbolsNear, type NearSymbol } from '../context/symbolsNear';
import { pathInWorkspace } from './pathInWorkspace';

/** Each is asked for definition and type: a plan asks seldom, but servers have others to serve. */
const MOST_SYMBOLS = 12;
const KEPT_SYMBOLS = 500;
/** What a server said holds about as long as nobody edits what it is about. */
const KEPT_MS = 60_000;

interface Kept {
  readonly hints: Promise<readonly LanguageHint[]>;
  readonly askedAt: number;
}

/** Asks the language servers through the editor, once for each symbol while nothing is saved. */
export function editorLanguageHints(): LanguageHints & Disposable {
  const store = new DisposableStore();
  const kept = new LruMap<string, Kept>(KEPT_SYMBOLS);
  store.add(vscode.workspace.onDidSaveTextDocument(() => kept.clear()));

  function hintsOn(symbol: NearSymbol, uri: vscode.Uri): Promise<readonly LanguageHint[]> {
    const key = `${uri.toString()}\n${symbol.name}`;
    const known = kept.get(key);
    if (known !== undefined && Date.now() - known.askedAt < KEPT_MS) return known.hints;
    const hints = ask(symbol, uri);
    kept.set(key, { hints, askedAt: Date.now() });
    return hints;
  }

  return {
    near: async (uri, cursorLine) => {
      const document = vscode.workspace.textDocuments.find((each) => each.uri.toString() === uri);
      if (document === undefined || !vscode.workspace.isTrusted) return [];
      const lineAt = (line: number): string | undefined =>
        line < document.lineCount ? document.lineAt(line).text : undefined;
      const symbols = symbolsNear(cursorLine - 1, MOST_SYMBOLS, lineAt);
      return (await Promise.all(symbols.map((symbol) => hintsOn(symbol, document.uri)))).flat();
    },
    dispose: () => store.dispose(),
  };
}

const QUESTIONS = ['vscode.executeDefinitionProvider', 'vscode.executeTypeDefinitionProvider'] as const;
type Answer = readonly (vscode.Location | vscode.LocationLink)[] | undefined;

async function ask({ name, line, character }: NearSymbol, uri: vscode.Uri): Promise<readonly LanguageHint[]> {
  const position = new vscode.Position(line, character);
  const answers = await Promise.all(
    QUESTIONS.map((question) => vscode.commands.executeCommand<Answer>(question, uri, position)),
  );
  return answers.flatMap((answer) => (answer ?? []).flatMap((place) => hintAt(place, name)));
}

/** Only what lies in the workspace can be context; libraries do not. */
function hintAt(place: vscode.Location | vscode.LocationLink, symbol: string): LanguageHint[] {
  const uri = 'uri' in place ? place.uri : place.targetUri;
  const range = 'uri' in place ? place.range : (place.targetSelectionRange ?? place.targetRange);
  if (vscode.workspace.getWorkspaceFolder(uri) === undefined) return [];
  return [{ path: pathInWorkspace(uri), line: range.start.line + 1, symbol }];
}

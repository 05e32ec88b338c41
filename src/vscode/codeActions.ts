import * as vscode from 'vscode';
import type { Disposable } from '../common/disposable';
import { t } from '../common/l10n';
import type { CommandId } from './commandIds';
import type { EditPlace } from './placeArgument';
import { problemWords } from './problemWords';
import { isSilent } from './silentDocument';

/** Fillwright's entries under the lightbulb. `isOn` is asked each time: people may want them gone. */
export function registerCodeActions(isOn: () => boolean): Disposable {
  const provider: vscode.CodeActionProvider = {
    provideCodeActions: (document, range, { diagnostics }) => {
      if (!isOn() || isSilent(document)) return [];
      return [...fixes(document, diagnostics), ...(range.isEmpty ? [] : rewrites(document, range))];
    },
  };
  const providedCodeActionKinds = [vscode.CodeActionKind.QuickFix, vscode.CodeActionKind.Refactor];
  return vscode.languages.registerCodeActionsProvider({ pattern: '**' }, provider, {
    providedCodeActionKinds,
  });
}

function fixes(
  document: vscode.TextDocument,
  diagnostics: readonly vscode.Diagnostic[],
): vscode.CodeAction[] {
  const [first] = diagnostics;
  if (first === undefined) return [];
  const problems = diagnostics.map(problemWords);
  const range = diagnostics.reduce((all, { range: each }) => all.union(each), first.range);
  const action = actionFor(t('Fix with Fillwright'), 'fillwright.chat.fix', vscode.CodeActionKind.QuickFix, {
    uri: document.uri.toString(),
    range,
    problems,
  });
  action.diagnostics = [...diagnostics];
  return [action];
}

function rewrites(document: vscode.TextDocument, range: vscode.Range): vscode.CodeAction[] {
  const place: EditPlace = { uri: document.uri.toString(), range };
  const kind = vscode.CodeActionKind.RefactorRewrite;
  return [
    actionFor(t('Edit with Fillwright…'), 'fillwright.chat.edit', kind, place),
    actionFor(t('Document with Fillwright'), 'fillwright.chat.document', kind, place),
    actionFor(
      t('Write Tests with Fillwright'),
      'fillwright.chat.tests',
      vscode.CodeActionKind.Refactor,
      place,
    ),
    actionFor(t('Explain with Fillwright'), 'fillwright.chat.explain', vscode.CodeActionKind.Refactor, place),
  ];
}

function actionFor(
  title: string,
  command: CommandId,
  kind: vscode.CodeActionKind,
  place: EditPlace,
): vscode.CodeAction {
  const action = new vscode.CodeAction(title, kind);
  action.command = { title, command, arguments: [place] };
  return action;
}

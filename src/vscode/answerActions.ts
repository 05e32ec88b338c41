import * as vscode from 'vscode';
import { assertNever } from '../common/assertNever';
import { t } from '../common/l10n';
import type { Log } from '../common/log';
import type { HandleAnswerAction } from '../chat/answerActions';
import { terminalCommand, type TerminalCommand } from '../chat/edits/terminalCommand';
import type { CodeBlock, CodeBlockAction } from '../chat/protocol';
import { applyBlock, readBlock } from './applyBlock';
import type { EditReviews } from './editReviews';
import { openNewFile } from './newFile';
import { openSymbol } from './openSymbol';
import { statedFile } from './statedFile';

export interface AnswerActionParts {
  readonly reviews: EditReviews;
  /** The text editor that was used last: the panel may have the focus. */
  editor(): vscode.TextEditor | undefined;
  /** Asks with the command in full view; true for yes. */
  confirmRun(command: string): Promise<boolean>;
  readonly log: Log;
}

/** What the buttons and links of answers do in the editor. */
export function createAnswerActions(parts: AnswerActionParts): HandleAnswerAction {
  return async (action) => {
    try {
      await run(action, parts);
    } catch (thrown) {
      parts.log.debug(`The action ${action.type} of an answer came to nothing: ${String(thrown)}`);
      const reason = thrown instanceof Error ? thrown.message : String(thrown);
      void vscode.window.showErrorMessage(`Fillwright: ${reason}`);
    }
  };
}

async function run(action: Parameters<HandleAnswerAction>[0], parts: AnswerActionParts): Promise<void> {
  switch (action.type) {
    case 'openLink':
      return openLink(action.href);
    case 'openFile':
      return openFile(action.path, action.line);
    case 'openSymbol':
      return openSymbol(action.name);
    case 'copyText':
      return vscode.env.clipboard.writeText(action.text);
    case 'codeBlock':
      return runOnBlock(action.action, action.block, parts);
    default:
      return assertNever(action);
  }
}

async function runOnBlock(
  action: CodeBlockAction,
  block: CodeBlock,
  parts: AnswerActionParts,
): Promise<void> {
  switch (action) {
    case 'copy':
      return vscode.env.clipboard.writeText(block.code);
    case 'insert':
      return insertAtCursor(block, parts.editor());
    case 'apply':
      return applyBlock(block, parts.editor(), parts.reviews);
    case 'new-file': {
      const { code, path } = readBlock(block);
      return openNewFile(code.lines.join('\n'), path);
    }
    case 'run-in-terminal':
      return runInTerminal(block.code, parts);
    default:
      return assertNever(action);
  }
}

/** VS Code itself asks before it leaves for a place that the user does not trust yet. */
async function openLink(href: string): Promise<void> {
  const uri = URL.canParse(href) ? new URL(href) : undefined;
  if (uri?.protocol !== 'http:' && uri?.protocol !== 'https:')
    throw new Error(t('Only http and https links of answers are opened.'));
  await vscode.env.openExternal(vscode.Uri.parse(uri.href, true));
}

async function openFile(path: string, line: number | undefined): Promise<void> {
  const uri = await statedFile(path);
  if (uri === undefined) return;
  const document = await vscode.workspace.openTextDocument(uri);
  const at = document.validatePosition(new vscode.Position(Math.max(0, (line ?? 1) - 1), 0));
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(at, at) });
}

async function insertAtCursor(block: CodeBlock, editor: vscode.TextEditor | undefined): Promise<void> {
  if (editor === undefined) throw new Error(t('Put the cursor into a file first, then insert the code.'));
  const text = readBlock(block).code.lines.join('\n');
  const shown = await vscode.window.showTextDocument(editor.document, editor.viewColumn);
  const done = await shown.edit((edit) => edit.replace(editor.selection, text));
  if (!done)
    throw new Error(t('{0} could not be changed.', vscode.workspace.asRelativePath(editor.document.uri)));
}

async function runInTerminal(code: string, parts: AnswerActionParts): Promise<void> {
  if (!vscode.workspace.isTrusted) throw new Error(t('Commands of answers run in trusted workspaces only.'));
  const command = terminalCommand(code);
  if (command.kind === 'refused') throw new Error(commandWords(command.reason));
  if (!(await parts.confirmRun(command.text))) return;
  const terminal = ownTerminal(folderOf(parts.editor()));
  terminal.show();
  terminal.sendText(command.text);
}

const TERMINAL = 'Fillwright';

/** Never one of the user's: a program that runs in it would take the command for its input. */
function ownTerminal(cwd: vscode.Uri | undefined): vscode.Terminal {
  const isOwn = ({ name, exitStatus, creationOptions }: vscode.Terminal): boolean =>
    name === TERMINAL &&
    exitStatus === undefined &&
    'cwd' in creationOptions &&
    String(creationOptions.cwd) === String(cwd);
  const options = { name: TERMINAL, ...(cwd !== undefined && { cwd }) };
  return vscode.window.terminals.find(isOwn) ?? vscode.window.createTerminal(options);
}

/** The workspace folder of the file in front, else the first. */
function folderOf(editor: vscode.TextEditor | undefined): vscode.Uri | undefined {
  const own = editor && vscode.workspace.getWorkspaceFolder(editor.document.uri);
  return (own ?? vscode.workspace.workspaceFolders?.[0])?.uri;
}

function commandWords(reason: Extract<TerminalCommand, { kind: 'refused' }>['reason']): string {
  switch (reason) {
    case 'empty':
      return t('There is no command to run.');
    case 'control-characters':
      return t(
        'The command holds characters that can’t be seen. It is not run; copy and check it if you need it.',
      );
    case 'too-long':
      return t('The command is too long to be read at a glance. It is not run; save it as a script instead.');
    default:
      return assertNever(reason);
  }
}

export async function confirmRun(command: string): Promise<boolean> {
  const yes = t('Run');
  const question = t('Run this in the terminal?');
  return (await vscode.window.showWarningMessage(question, { modal: true, detail: command }, yes)) === yes;
}

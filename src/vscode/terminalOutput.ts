import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../common/disposable';
import { plainTerminalText } from '../node/plainTerminalText';

/** What commands in terminals print last. */
export interface TerminalOutput extends Disposable {
  /** The last command with its output; undefined where none has run that VS Code could follow. */
  last(): string | undefined;
}

/** Characters kept of one command's output: its end says how it went. */
const KEPT_CHARS = 40_000;

/** Follows commands by VS Code's shell integration; terminals without it can't be read. */
export function watchTerminals(): TerminalOutput {
  const store = new DisposableStore();
  let last: { readonly command: string; output: string } | undefined;
  store.add(
    vscode.window.onDidStartTerminalShellExecution(({ execution }) => {
      const own = { command: execution.commandLine.value, output: '' };
      last = own;
      void follow(execution, own);
    }),
  );
  return {
    last: () => (last === undefined ? undefined : `$ ${last.command}\n${last.output}`),
    dispose: () => store.dispose(),
  };
}

async function follow(execution: vscode.TerminalShellExecution, own: { output: string }): Promise<void> {
  for await (const chunk of execution.read()) {
    own.output = (own.output + plainTerminalText(chunk)).slice(-KEPT_CHARS);
  }
}

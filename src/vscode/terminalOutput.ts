import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../common/disposable';
import type { CommandOutput } from '../chat/attachments/attachmentPorts';
import { noOutput, withOutput, type KeptOutput } from '../node/keptOutput';
import { plainTerminalText } from '../node/plainTerminalText';

/** What commands in terminals print last. */
export interface TerminalOutput extends Disposable {
  /** The last command of the terminal in front, else of any, with its output; undefined where none has run that VS Code could follow. */
  last(): CommandOutput | undefined;
}

/** Follows commands by VS Code's shell integration; terminals without it can't be read. */
export function watchTerminals(): TerminalOutput {
  const store = new DisposableStore();
  let last: FollowedCommand | undefined;
  const lastIn = new WeakMap<vscode.Terminal, FollowedCommand>();
  store.add(
    vscode.window.onDidStartTerminalShellExecution(({ execution, terminal }) => {
      const own: FollowedCommand = { command: execution.commandLine.value, output: noOutput };
      last = own;
      lastIn.set(terminal, own);
      void follow(execution, own);
    }),
  );
  return {
    last: () => {
      const { activeTerminal } = vscode.window;
      const found = (activeTerminal && lastIn.get(activeTerminal)) ?? last;
      return found && { command: found.command, ...found.output };
    },
    dispose: () => store.dispose(),
  };
}

interface FollowedCommand {
  readonly command: string;
  output: KeptOutput;
}

async function follow(execution: vscode.TerminalShellExecution, own: FollowedCommand): Promise<void> {
  for await (const chunk of execution.read()) own.output = withOutput(own.output, plainTerminalText(chunk));
}

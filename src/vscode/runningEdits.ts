import * as vscode from 'vscode';

/** The edits that models are writing, which one key stops. */
export interface RunningEdits {
  /** `signal` aborts when the user stops all edits; `end` must be called when this one is over. */
  begin(): { readonly signal: AbortSignal; readonly end: () => void };
  stop(): void;
}

/** For the `when` of the key: it belongs to others while nothing is written. */
const CONTEXT_KEY = 'fillwright.isEditing';

export function createRunningEdits(): RunningEdits {
  const running = new Set<AbortController>();
  const tell = (): void => {
    void vscode.commands.executeCommand('setContext', CONTEXT_KEY, running.size > 0);
  };
  return {
    begin: () => {
      const controller = new AbortController();
      running.add(controller);
      tell();
      const end = (): void => {
        running.delete(controller);
        tell();
      };
      return { signal: controller.signal, end };
    },
    stop: () => {
      for (const controller of running) controller.abort();
    },
  };
}

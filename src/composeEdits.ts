import type * as vscode from 'vscode';
import type { DisposableStore } from './common/disposable';
import { topicLog, type Log } from './common/log';
import type { HandleAnswerAction } from './chat/answerActions';
import { askModel, type Question } from './chat/askModel';
import type { ChatHosts } from './hosts/chatHosts';
import { confirmRun, createAnswerActions } from './vscode/answerActions';
import type { HandlersOf } from './vscode/commands';
import { editHandlers, type EditHandlers } from './vscode/editCommands';
import { createEditReviews, type EditReviews } from './vscode/editReviews';
import { globalStateStore } from './vscode/globalStateStore';
import { createInstructionInput } from './vscode/instructionInput';
import { createRunningEdits } from './vscode/runningEdits';
import { reviewHandlers } from './vscode/reviewCommands';
import type { LiveSettings } from './vscode/settingsReader';

/** How answers get into code. */
export interface Edits {
  readonly reviews: EditReviews;
  /** What the links and buttons of answers do. */
  readonly answerActions: HandleAnswerAction;
  readonly handlers: HandlersOf<'review'> & EditHandlers;
}

export interface EditsParts {
  readonly context: vscode.ExtensionContext;
  readonly store: DisposableStore;
  readonly log: Log;
  readonly settings: LiveSettings;
  readonly hosts: ChatHosts;
  /** The text editor that was used last. */
  readonly editor: () => vscode.TextEditor | undefined;
}

export function composeEdits({ context, store, log, settings, hosts, editor }: EditsParts): Edits {
  const reviews = store.add(createEditReviews());
  const answerActions = createAnswerActions({ reviews, editor, confirmRun, log: topicLog(log, 'edits') });
  const edits = editHandlers({
    reviews,
    running: createRunningEdits(),
    editor,
    ask: (question: Question, signal) => askModel(hosts, question, signal),
    maxTokens: () => settings.current.chat.maxTokens,
    input: createInstructionInput(globalStateStore(context.globalState, log)),
  });
  return { reviews, answerActions, handlers: { ...reviewHandlers(reviews), ...edits } };
}

import * as vscode from 'vscode';
import { t } from '../common/l10n';
import type { AnswerSoFar, Question } from '../chat/askModel';
import { commitQuestion, messageIn } from '../chat/commitMessage';
import { changesByFile, withoutSecrets, type FileChange } from '../chat/fileChanges';
import { gitRepository, type GitRepository } from './gitRepository';
import { linkedSignal } from './linkedSignal';

export interface CommitMessageParts {
  readonly ask: (question: Question, signal: AbortSignal) => AsyncIterable<AnswerSoFar>;
  readonly maxTokens: () => number;
}

const RECENT_COMMITS = 8;

/**
 * Writes a commit message for the staged changes, else for those of the working tree, into the source control view's
 * box. Never commits. Throws with the reason where nothing comes of it; the box then holds what it held.
 */
export async function writeCommitMessage(sourceControl: unknown, parts: CommitMessageParts): Promise<void> {
  const repository = await gitRepository(sourceControl);
  const changes = await changesOf(repository);
  const recent = await recentSubjects(repository);
  const before = repository.inputBox.value;
  let leftOut: readonly string[] = [];
  const question: Question = {
    maxTokens: parts.maxTokens(),
    text: (promptTokens) => {
      const asked = commitQuestion(changes, promptTokens, { recent, note: before });
      ({ leftOut } = asked);
      return asked.text;
    },
  };
  const location = vscode.ProgressLocation.SourceControl;
  const title = t('Writing a commit message');
  const message = await vscode.window.withProgress({ location, title, cancellable: true }, (_, token) =>
    answerTo(question, token, parts),
  );
  if (message === undefined) return;
  if (message === '')
    throw new Error(t('The model gave no commit message. Try again, or choose another model.'));
  // Whoever has typed on meanwhile keeps it.
  if (repository.inputBox.value !== before)
    throw new Error(t('The box was edited meanwhile: it is left as it is.'));
  repository.inputBox.value = message;
  if (leftOut.length > 0)
    void vscode.window.showInformationMessage(
      t(
        'Fillwright: the message was written without seeing the changes to {0}: they do not fit the model’s window.',
        leftOut.join(', '),
      ),
    );
}

async function changesOf(repository: GitRepository): Promise<readonly FileChange[]> {
  const staged = changesByFile(await repository.diff(true));
  const changes = staged.length > 0 ? staged : changesByFile(await repository.diff(false));
  if (changes.length === 0) throw new Error(t('There are no changes to describe.'));
  const shareable = withoutSecrets(changes);
  if (shareable.length === 0)
    throw new Error(t('All changed files hold secrets by their name or contents: none is sent to a host.'));
  return shareable;
}

async function recentSubjects(repository: GitRepository): Promise<readonly string[]> {
  try {
    const commits = await repository.log({ maxEntries: RECENT_COMMITS });
    return commits.map(({ message }) => message.split('\n')[0] ?? '');
  } catch {
    return []; // A repository without a commit has no log.
  }
}

/** Undefined when it was cancelled. */
async function answerTo(
  question: Question,
  token: vscode.CancellationToken,
  { ask }: CommitMessageParts,
): Promise<string | undefined> {
  const { signal, unlink } = linkedSignal(token);
  try {
    let answer = '';
    for await (const { text } of ask(question, signal)) answer = text;
    return messageIn(answer);
  } catch (thrown) {
    if (signal.aborted) return undefined;
    throw thrown;
  } finally {
    unlink();
  }
}

import * as vscode from 'vscode';
import type { Disposable } from '../../common/disposable';

/** What a question of the wizard came to. */
export type Answer<T> =
  { readonly kind: 'answer'; readonly value: T } | { readonly kind: 'back' } | { readonly kind: 'cancelled' };

export interface Choice<T> extends vscode.QuickPickItem {
  /** Absent for lines that only tell something. */
  readonly value?: T;
}

export interface PickQuestion<T> {
  readonly title: string;
  readonly placeholder: string;
  readonly choices: readonly Choice<T>[];
  /** The choice to stand on at first. */
  readonly active?: Choice<T>;
  readonly canGoBack: boolean;
  /** Choices made from what was typed. */
  readonly typed?: (text: string) => readonly Choice<T>[];
  readonly text?: string;
  /** More choices that come while the question stands. */
  readonly more?: (add: (choice: Choice<T>) => void, signal: AbortSignal) => Promise<void>;
}

export async function askPick<T>(question: PickQuestion<T>): Promise<Answer<T>> {
  const quick = vscode.window.createQuickPick<Choice<T>>();
  const over = new AbortController();
  let choices = question.choices;
  const show = (): void => {
    const typed = question.typed?.(quick.value.trim()) ?? [];
    const keep = quick.activeItems;
    quick.items = [...typed, ...choices];
    if (typed.length === 0 && keep.length > 0) quick.activeItems = keep;
  };
  quick.title = question.title;
  quick.placeholder = question.placeholder;
  quick.ignoreFocusOut = true;
  quick.matchOnDescription = quick.matchOnDetail = true;
  quick.value = question.text ?? '';
  quick.buttons = question.canGoBack ? [vscode.QuickInputButtons.Back] : [];
  show();
  if (question.active !== undefined) quick.activeItems = [question.active];
  const answer = settle<T>(quick, (resolve) => {
    quick.onDidAccept(() => {
      const value = quick.selectedItems[0]?.value;
      if (value !== undefined) resolve({ kind: 'answer', value });
    });
    quick.onDidChangeValue(show);
  });
  if (question.more !== undefined) {
    quick.busy = true;
    const add = (choice: Choice<T>): void => {
      choices = [...choices, choice];
      show();
    };
    void question.more(add, over.signal).finally(() => (quick.busy = false));
  }
  try {
    return await answer;
  } finally {
    over.abort();
    quick.dispose();
  }
}

export interface TextQuestion {
  readonly title: string;
  readonly prompt: string;
  readonly isSecret?: boolean;
  readonly text?: string;
  readonly placeholder?: string;
  readonly problem?: (text: string) => string | undefined;
}

export async function askText(question: TextQuestion): Promise<Answer<string>> {
  const input = vscode.window.createInputBox();
  input.title = question.title;
  input.prompt = question.prompt;
  input.password = question.isSecret ?? false;
  input.value = question.text ?? '';
  input.placeholder = question.placeholder ?? '';
  input.ignoreFocusOut = true;
  input.buttons = [vscode.QuickInputButtons.Back];
  const answer = settle<string>(input, (resolve) => {
    input.onDidChangeValue(() => (input.validationMessage = undefined));
    input.onDidAccept(() => {
      input.validationMessage = question.problem?.(input.value);
      if (input.validationMessage === undefined) resolve({ kind: 'answer', value: input.value });
    });
  });
  try {
    return await answer;
  } finally {
    input.dispose();
  }
}

/** Shows lines while something is waited for. Escape gives it up, and so does going back. */
export async function waitFor<T>(
  title: string,
  placeholder: string,
  work: (show: (lines: readonly vscode.QuickPickItem[]) => void, signal: AbortSignal) => Promise<T>,
): Promise<Answer<T>> {
  const quick = vscode.window.createQuickPick();
  const stop = new AbortController();
  quick.title = title;
  quick.placeholder = placeholder;
  quick.busy = true;
  quick.ignoreFocusOut = true;
  quick.buttons = [vscode.QuickInputButtons.Back];
  const givenUp = settle<T>(quick, () => undefined);
  const done = work((lines) => (quick.items = lines), stop.signal).then((value) => {
    return { kind: 'answer', value } as const;
  });
  try {
    return await Promise.race([done, givenUp]);
  } finally {
    stop.abort();
    done.catch(() => undefined); // Given up; a failure in time has been thrown by the race.
    quick.dispose();
  }
}

interface QuestionHead {
  readonly title: string;
  readonly placeholder: string;
}

export interface PassingQuestion<T> extends QuestionHead {
  readonly choices: readonly Choice<T>[];
  /** Tells how what is waited for comes along, until the question is over. */
  readonly follow: (show: (head: QuestionHead) => void) => Disposable;
}

/** Asks what to do about something while it goes on. Its end is an answer too. */
export async function askUntil<T, E>(question: PassingQuestion<T>, end: Promise<E>): Promise<Answer<T | E>> {
  const quick = vscode.window.createQuickPick<Choice<T>>();
  const show = ({ title, placeholder }: QuestionHead): void => {
    quick.title = title;
    quick.placeholder = placeholder;
  };
  show(question);
  quick.items = question.choices;
  quick.busy = true;
  quick.ignoreFocusOut = true;
  quick.buttons = [vscode.QuickInputButtons.Back];
  const following = question.follow(show);
  const answer = settle<T>(quick, (resolve) => {
    quick.onDidAccept(() => {
      const value = quick.selectedItems[0]?.value;
      if (value !== undefined) resolve({ kind: 'answer', value });
    });
    // There is nothing to search for, and text would stand where the placeholder tells how far it is.
    quick.onDidChangeValue(() => (quick.value = ''));
  });
  try {
    return await Promise.race([answer, end.then((value) => ({ kind: 'answer', value }) as const)]);
  } finally {
    following.dispose();
    quick.dispose();
  }
}

/** Shows a quick input and settles on back, on hiding, or as `listen` says. */
function settle<T>(
  quick: vscode.QuickPick<vscode.QuickPickItem> | vscode.InputBox,
  listen: (resolve: (answer: Answer<T>) => void) => void,
): Promise<Answer<T>> {
  return new Promise((resolve) => {
    quick.onDidTriggerButton((button) => {
      if (button === vscode.QuickInputButtons.Back) resolve({ kind: 'back' });
    });
    quick.onDidHide(() => resolve({ kind: 'cancelled' }));
    listen(resolve);
    quick.show();
  });
}

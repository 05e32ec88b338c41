import { t } from '../common/l10n';
import * as vscode from 'vscode';
import { menuEntries, snoozeEntries, type MenuAction, type MenuEntry } from './menuEntries';
import { statusWords, type StatusFacts } from './statusWords';

type RunAction = (action: MenuAction) => Promise<void>;

/** The menu behind the status item: what is the case, and what can be done about it. */
export async function showMenu(
  facts: StatusFacts,
  secretNames: readonly string[],
  run: RunAction,
): Promise<void> {
  const { tooltip } = statusWords(facts);
  await pickAndRun(menuEntries(facts, secretNames), tooltip[0] ?? t('What should Fillwright do?'), run);
}

export async function showSnoozeMenu(facts: StatusFacts, run: RunAction): Promise<void> {
  const end = { label: t('$(play) End the snooze'), action: { kind: 'end-snooze' } } as const;
  const entries = facts.snoozedUntil === undefined ? snoozeEntries() : [end, ...snoozeEntries()];
  await pickAndRun(entries, t('For how long?'), run);
}

async function pickAndRun(entries: readonly MenuEntry[], placeHolder: string, run: RunAction): Promise<void> {
  const picked = await vscode.window.showQuickPick([...entries], { title: 'Fillwright', placeHolder });
  if (picked !== undefined) await run(picked.action);
}

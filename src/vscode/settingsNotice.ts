import * as vscode from 'vscode';
import { t } from '../common/l10n';
import type { Disposable } from '../common/disposable';
import type { Log } from '../common/log';
import { newProblems, placeOf } from '../settings/newProblems';
import type { LiveSettings } from './settingsReader';

/** Says once that a setting has a wrong value; again only after it was mended and spoilt anew. */
export function warnOfProblems(settings: LiveSettings, log: Log): Disposable {
  let known: ReadonlySet<string> = new Set();
  const warn = (): void => {
    const fresh = newProblems(settings.problems, known);
    known = new Set(settings.problems.map(placeOf));
    for (const { message } of fresh) log.warn(message);
    const [first] = fresh;
    if (first === undefined) return;
    const others = settings.problems.length - 1;
    const more = others === 0 ? '' : t(' (and {0} more: see the log)', others);
    void vscode.window.showWarningMessage(`${first.message}${more}`, t('Open Settings')).then((choice) => {
      if (choice !== undefined) void openSetting(first.setting);
    });
  };
  warn();
  return settings.onDidChange(warn);
}

export async function openSetting(query: string): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.openSettings', query);
}

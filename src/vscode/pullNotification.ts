import * as vscode from 'vscode';
import { t } from '../common/l10n';
import { pausedWords, pullPercent, pullWords, type PullState } from '../hosts/setup/pullProgress';
import type { PullEnd, RunningPull } from '../hosts/setup/runningPull';
import type { CallSite } from './callSite';
import { failureInWords } from './failureWords';

/** Shows a pull as a notification until it ends. Cancelling there pauses it. Tells nobody how it ended. */
export async function showPull(pull: RunningPull): Promise<PullEnd> {
  const location = vscode.ProgressLocation.Notification;
  const title = t('Pulling {0}', pull.tag);
  return vscode.window.withProgress({ location, title, cancellable: true }, async (progress, token) => {
    let shown = 0;
    const report = (state: PullState): void => {
      const percent = pullPercent(state);
      progress.report({ message: pullWords(state), increment: Math.max(0, percent - shown) });
      shown = Math.max(shown, percent);
    };
    const listening = pull.onDidProgress(report);
    const cancelling = token.onCancellationRequested(() => pull.pause());
    const state = pull.state();
    if (state !== undefined) report(state);
    try {
      return await pull.end;
    } finally {
      listening.dispose();
      cancelling.dispose();
    }
  });
}

/** How a pull ended, where the model is not there. */
export function stoppedWords(end: Exclude<PullEnd, { kind: 'pulled' }>, site: CallSite): string {
  if (end.kind === 'paused') return pausedWords(end.state);
  const told = failureInWords(end.thrown, site);
  return told instanceof Error ? told.message : String(told);
}

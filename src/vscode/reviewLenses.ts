import * as vscode from 'vscode';
import type { Disposable } from '../common/disposable';
import { t } from '../common/l10n';
import { placesAfter } from '../chat/edits/hunks';
import type { CommandId } from './commandIds';
import { REVIEW_SCHEME, type EditReview } from './editReview';

/**
 * Accept and reject above each change. Seen where the user has turned on `diffEditor.codeLens`; the buttons of the
 * editor's title and the keys are there in any case.
 */
export function registerReviewLenses(
  reviewOf: (shown: string) => EditReview | undefined,
  changed: vscode.Event<vscode.Uri>,
): Disposable {
  const provideCodeLenses = ({ uri }: vscode.TextDocument): vscode.CodeLens[] => {
    const review = reviewOf(uri.toString());
    return placesAfter(review?.hunks ?? []).flatMap(({ start }, index) => {
      const range = new vscode.Range(start, 0, start, 0);
      const choice = [{ shown: uri.toString(), index }];
      const lens = (title: string, command: CommandId): vscode.CodeLens =>
        new vscode.CodeLens(range, { title, command, arguments: choice });
      return [lens(t('Accept'), 'fillwright.review.accept'), lens(t('Reject'), 'fillwright.review.reject')];
    });
  };
  const onDidChangeCodeLenses: vscode.Event<void> = (listener, self) =>
    changed(() => void listener.call(self));
  return vscode.languages.registerCodeLensProvider(
    { scheme: REVIEW_SCHEME },
    { onDidChangeCodeLenses, provideCodeLenses },
  );
}

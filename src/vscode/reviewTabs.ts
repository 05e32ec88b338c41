import * as vscode from 'vscode';
import { REVIEW_SCHEME } from './editReview';

/** The address of the proposed text that a tab shows; undefined for any other tab. */
export function shownIn({ input }: vscode.Tab): string | undefined {
  const isReview = input instanceof vscode.TabInputTextDiff && input.modified.scheme === REVIEW_SCHEME;
  return isReview ? input.modified.toString() : undefined;
}

export function reviewTab(shown: vscode.Uri): vscode.Tab | undefined {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.find((tab) => shownIn(tab) === shown.toString());
}

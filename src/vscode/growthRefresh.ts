import * as vscode from 'vscode';
import type { Disposable } from '../common/disposable';
import type { Event } from '../common/emitter';
import type { TargetText } from '../prompt/targetText';

/** Has the editor ask again where the completion on screen goes on by now. */
export interface GrowthRefresh extends Disposable {
  /** Whether a query is the one asked for here: the editor calls it invoked, though no user did. */
  isOwn(target: TargetText): boolean;
}

export function refreshOnGrowth(onDidGrow: Event<TargetText>): GrowthRefresh {
  let asked: TargetText | undefined;
  const subscription = onDidGrow((target) => {
    if (!isAtCursor(target)) return;
    asked = target;
    // Nothing else makes the editor ask again; a stable event for it does not exist.
    void vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
  });
  return {
    isOwn: (target) => {
      const isOwn = asked !== undefined && isSamePlace(asked, target);
      asked = undefined;
      return isOwn;
    },
    dispose: () => subscription.dispose(),
  };
}

function isAtCursor(target: TargetText): boolean {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) return false;
  const { document, selections } = editor;
  const [only, second] = selections;
  return (
    document.uri.toString() === target.uri &&
    document.version === target.version &&
    second === undefined &&
    only?.isEmpty === true &&
    document.offsetAt(only.active) === offsetOf(target)
  );
}

function isSamePlace(one: TargetText, other: TargetText): boolean {
  return one.uri === other.uri && one.version === other.version && offsetOf(one) === offsetOf(other);
}

/** Of the cursor in the document, in UTF-16 units. */
function offsetOf({ omittedBefore, prefix }: TargetText): number {
  return omittedBefore + prefix.length;
}

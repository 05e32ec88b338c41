import * as vscode from 'vscode';
import type { CodeBlock } from '../../../src/chat/protocol';
import { applyBlock } from '../../../src/vscode/applyBlock';
import { REVIEW_SCHEME } from '../../../src/vscode/editReview';
import { eventually } from './documents';
import { activatedExtension } from './extension';

/** A code block as the panel hands it over. */
export function block(code: string, facts: Partial<CodeBlock> = {}): CodeBlock {
  return { code, language: 'ts', conversation: 'c', turn: 't', ...facts };
}

/** Applies a block as its button does, but throws what the button would show. */
export async function apply(code: string, facts: Partial<CodeBlock> = {}): Promise<void> {
  const { edits } = await (await activatedExtension()).answers();
  await applyBlock(block(code, facts), vscode.window.activeTextEditor, edits.reviews);
}

/** The proposed text beside the file in the diff editor in front; undefined where there is none. */
export function proposedText(): string | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (!(input instanceof vscode.TabInputTextDiff) || input.modified.scheme !== REVIEW_SCHEME)
    return undefined;
  const shown = input.modified.toString();
  return vscode.workspace.textDocuments.find(({ uri }) => uri.toString() === shown)?.getText();
}

/** Waits until the diff editor in front proposes a text that fits. */
export async function untilProposed(pattern: RegExp): Promise<string> {
  return eventually(
    () => {
      const text = proposedText();
      return text !== undefined && pattern.test(text) ? text : undefined;
    },
    () => `The editor in front proposes: ${proposedText() ?? 'nothing'}`,
  );
}

export async function untilNoReview(): Promise<void> {
  await eventually(
    () => (proposedText() === undefined ? true : undefined),
    () => 'The review does not end.',
  );
}

import * as vscode from 'vscode';
import { t } from '../common/l10n';
import { applyFileDiff } from '../chat/edits/applyDiff';
import { splitLines } from '../chat/edits/hunks';
import type { EditRefusal, Proposal } from '../chat/edits/proposal';
import { proposeEdit, proposeWholeFile, type AnsweredCode } from '../chat/edits/proposeEdit';
import { refusalWords } from '../chat/edits/refusalWords';
import { looksLikeDiff, parseUnifiedDiff, type FileDiff } from '../chat/edits/unifiedDiff';
import { pathInDiff, pathInFirstLine, type CodeBlock } from '../chat/protocol';
import { writable } from './editReview';
import type { EditReviews } from './editReviews';
import { existingFile } from './workspacePlaces';

/** Works out what a code block changes, and shows it for review. Throws with the reason where nothing can be made of it. */
export async function applyBlock(
  block: CodeBlock,
  editor: vscode.TextEditor | undefined,
  reviews: EditReviews,
): Promise<void> {
  const { code, path } = readBlock(block);
  const files = looksLikeDiff(code.lines, code.language) ? parseUnifiedDiff(code.lines) : [];
  const changed = files.filter(({ hunks }) => hunks.length > 0);
  if (changed.length > 1) return applyDiffs(changed, reviews);
  const uri = path === undefined ? editor?.document.uri : await existingFile(path);
  if (uri === undefined) throw new Error(t('Open the file that the code is for, then apply it.'));
  const document = await writable(uri);
  const proposal = proposeEdit(code, { lines: splitLines(document.getText()) });
  const isInFront = editor?.document.uri.toString() === uri.toString();
  const agreed =
    proposal.kind === 'refused'
      ? await askForPlace(proposal.refusal, code, document, isInFront ? editor : undefined)
      : proposal;
  if (agreed?.kind === 'refused') throw new Error(refusalWords(agreed.refusal));
  if (agreed !== undefined) await reviews.open(document, agreed.lines);
}

/** The code of a block, and its path: as stated outside it, in its first line or in its diff's header. */
export function readBlock(block: CodeBlock): { readonly code: AnsweredCode; readonly path?: string } {
  const lines = splitLines(block.code.replace(/\r?\n$/, ''));
  const language = block.language.toLowerCase();
  const inDiff = pathInDiff(lines);
  const inFirstLine = inDiff === undefined ? pathInFirstLine(lines[0] ?? '') : undefined;
  const path = block.path ?? inDiff ?? inFirstLine;
  return {
    code: { lines: inFirstLine === undefined ? lines : lines.slice(1), language },
    ...(path !== undefined && { path }),
  };
}

/** A diff of several files: a review for each, or none where one does not fit. */
async function applyDiffs(files: readonly FileDiff[], reviews: EditReviews): Promise<void> {
  const proposed: { readonly document: vscode.TextDocument; readonly lines: readonly string[] }[] = [];
  for (const file of files) {
    if (file.path === undefined) throw new Error(refusalWords({ code: 'no-code' }));
    const document = await writable(await existingFile(file.path));
    const proposal = applyFileDiff(file, splitLines(document.getText()));
    if (proposal.kind === 'refused') throw new Error(`${file.path}: ${refusalWords(proposal.refusal)}`);
    proposed.push({ document, lines: proposal.lines });
  }
  for (const { document, lines } of proposed) await reviews.open(document, lines);
}

interface PlaceItem extends vscode.QuickPickItem {
  readonly proposal: Proposal;
}

/** Where the code itself does not tell its place, the user may. Undefined when the user thinks better of it. */
async function askForPlace(
  refusal: EditRefusal,
  code: AnsweredCode,
  document: vscode.TextDocument,
  editor: vscode.TextEditor | undefined,
): Promise<Proposal | undefined> {
  if (refusal.code !== 'no-place' && refusal.code !== 'ambiguous-place' && refusal.code !== 'too-large')
    return { kind: 'refused', refusal };
  const lines = splitLines(document.getText());
  const items: PlaceItem[] = [
    { label: t('Replace the Whole File'), proposal: proposeWholeFile(code, lines) },
  ];
  const selection = editor?.selection;
  if (selection !== undefined && !selection.isEmpty) {
    const end = selection.end.character === 0 ? selection.end.line : selection.end.line + 1;
    const selected = { start: selection.start.line, end };
    items.unshift({
      label: t('Replace the Selected Lines'),
      proposal: proposeEdit(code, { lines, selection: selected }),
    });
  }
  const placeHolder = refusalWords(refusal);
  const picked = await vscode.window.showQuickPick(items, {
    title: t('Where does the code belong?'),
    placeHolder,
  });
  return picked?.proposal;
}

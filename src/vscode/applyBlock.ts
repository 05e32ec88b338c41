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
import { applyTarget, diffTarget, openAsNew } from './applyTarget';

/** Works out what a code block changes, and shows it for review. Throws with the reason where nothing can be made of it. */
export async function applyBlock(
  block: CodeBlock,
  editor: vscode.TextEditor | undefined,
  reviews: EditReviews,
): Promise<void> {
  const read = readBlock(block);
  const files = looksLikeDiff(read.code.lines, read.code.language) ? parseUnifiedDiff(read.code.lines) : [];
  const changed = files.filter(({ hunks }) => hunks.length > 0);
  if (changed.length > 1) return applyDiffs(changed, reviews);
  const target = await applyTarget(read, editor);
  if (target === undefined) return;
  if (target.isNew) return openAsNew(target, read.code);
  const document = await writable(target.uri);
  const proposal = proposeFor(document, read, reviews);
  const isInFront = editor?.document.uri.toString() === target.uri.toString();
  const agreed =
    proposal.kind === 'refused'
      ? await askForPlace(proposal.refusal, read.code, document, isInFront ? editor : undefined)
      : proposal;
  if (agreed?.kind === 'refused') throw new Error(refusalWords(agreed.refusal));
  if (agreed !== undefined) await reviews.open(document, agreed.lines, {});
}

/** Of the document as it is, else as it would be with what is under review: an answer may go on from an earlier one. */
function proposeFor(
  document: vscode.TextDocument,
  { code, named }: ReadBlock,
  reviews: EditReviews,
): Proposal {
  const lines = splitLines(document.getText());
  // A file may begin with its own name.
  const isKnown = named !== undefined && lines.some((line) => line.trim() === named.trim());
  const whole = isKnown ? { ...code, lines: [named, ...code.lines] } : code;
  const proposal = proposeEdit(whole, { lines });
  const pending = reviews.of(document.uri)?.proposedLines();
  if (proposal.kind === 'proposed' || pending === undefined) return proposal;
  const onTop = proposeEdit(whole, { lines: pending });
  return onTop.kind === 'proposed' ? onTop : proposal;
}

interface ReadBlock {
  readonly code: AnsweredCode;
  readonly path?: string;
  /** The line that only names the file, which is left out of the code. */
  readonly named?: string;
}

/** The code of a block, and its path: as stated outside it, in its first line or in its diff's header. */
export function readBlock(block: CodeBlock): ReadBlock {
  const lines = splitLines(block.code.replace(/\r?\n$/, ''));
  const language = block.language.toLowerCase();
  const inDiff = pathInDiff(lines);
  const inFirstLine = inDiff === undefined ? pathInFirstLine(lines[0] ?? '') : undefined;
  const path = block.path ?? inDiff ?? inFirstLine;
  return {
    code: { lines: inFirstLine === undefined ? lines : lines.slice(1), language },
    ...(path !== undefined && { path }),
    ...(inFirstLine !== undefined && { named: lines[0] ?? '' }),
  };
}

/** A diff of several files: a review for each, or none where one does not fit. */
async function applyDiffs(files: readonly FileDiff[], reviews: EditReviews): Promise<void> {
  const proposed: { readonly document: vscode.TextDocument; readonly lines: readonly string[] }[] = [];
  for (const file of files) {
    if (file.path === undefined) throw new Error(refusalWords({ code: 'no-code' }));
    const uri = await diffTarget(file);
    if (uri === undefined) return;
    const document = await writable(uri);
    const proposal = applyFileDiff(file, splitLines(document.getText()));
    if (proposal.kind === 'refused') throw new Error(`${file.path}: ${refusalWords(proposal.refusal)}`);
    proposed.push({ document, lines: proposal.lines });
  }
  for (const { document, lines } of proposed) await reviews.open(document, lines, {});
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

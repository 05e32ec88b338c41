import type { FinishReason } from '../../transport/engine';
import { codeBlocksIn, type AnswerBlock } from './codeBlocks';
import { fitIndentation } from './indentation';
import { refused, type Proposal } from './proposal';
import { proposeEdit, type EditTarget } from './proposeEdit';

type SelectedTarget = EditTarget & Required<Pick<EditTarget, 'selection'>>;

/**
 * The document as far as an answer has come: the lines written so far, then those of the selection that they have not
 * reached yet. Undefined before the first line of code is complete.
 */
export function editSoFar(
  answer: string,
  { lines, selection }: SelectedTarget,
): readonly string[] | undefined {
  const block = codeBlocksIn(answer)[0];
  const written = block?.isClosed === false ? block.lines.slice(0, -1) : block?.lines;
  if (written === undefined || written.length === 0) return undefined;
  const selected = lines.slice(selection.start, selection.end);
  const fitted = fitIndentation(written, lines);
  const rest = selected.slice(fitted.length);
  return [...lines.slice(0, selection.start), ...fitted, ...rest, ...lines.slice(selection.end)];
}

/** What a finished answer makes of the document. */
export function finishedEdit(
  answer: string,
  target: SelectedTarget,
  finish: FinishReason | undefined,
): Proposal {
  const [block] = codeBlocksIn(answer);
  if (block === undefined) return refused({ code: 'no-code' });
  if (isCut(block, finish)) return refused({ code: 'cut-short' });
  return proposeEdit({ lines: block.lines, language: block.language }, target);
}

/** Half of a change is none. An answer that stops by itself without its closing fence is whole. */
function isCut({ isClosed }: AnswerBlock, finish: FinishReason | undefined): boolean {
  return !isClosed && finish !== 'stop';
}

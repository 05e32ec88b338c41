import { t } from '../../common/l10n';
import { findSecrets, withMasks } from '../../context/secretText';
import { estimateTokens } from '../../prompt/estimateTokens';

/** What is to be changed, and how. */
export interface EditTask {
  readonly instruction: string;
  /** As people and the model read it: relative to the workspace. */
  readonly path: string;
  readonly languageId: string;
  /** Of the whole document. */
  readonly lines: readonly string[];
  /** Lines to change, 0-based, `end` not included. */
  readonly selection: { readonly start: number; readonly end: number };
}

/** Of what is free, the part for the code before the selection; the rest is for the code behind it. */
const BEFORE_SHARE = 0.65;

/**
 * The user turn that asks for an edit, in at most `promptTokens` by a safe estimate: as much of the code around the
 * selection as fits. Everything stands in one turn, as reasoning models want it. Secrets of the code around are masked.
 * Throws where the selection alone does not fit, or holds a secret itself: the answer would have its mask in the place of it.
 */
export function editPrompt(asked: EditTask, promptTokens: number): string {
  const task = { ...asked, lines: withoutSecrets(asked.lines) };
  const { lines, selection } = task;
  if (
    lines.slice(selection.start, selection.end).some((line, at) => line !== asked.lines[selection.start + at])
  )
    throw new Error(
      t(
        'The lines to change hold what looks like a key or an access token: nothing of them is sent to a host.',
      ),
    );
  const fixed = render(task, [], []);
  const free = promptTokens - estimateTokens(fixed);
  if (free < 0)
    throw new Error(
      t('The selection is too large for the model’s window. Select less, or give it a larger window.'),
    );
  const before = [...fitting(lines.slice(0, selection.start).reverse(), free * BEFORE_SHARE)].reverse();
  const after = fitting(lines.slice(selection.end), free - tokensOf(before));
  return render(task, before, after);
}

function withoutSecrets(lines: readonly string[]): readonly string[] {
  const text = lines.join('\n');
  const secrets = findSecrets(text);
  return secrets.length === 0 ? lines : withMasks(text, secrets).split('\n');
}

function render(task: EditTask, before: readonly string[], after: readonly string[]): string {
  const { path, languageId, lines, selection, instruction } = task;
  const selected = lines.slice(selection.start, selection.end);
  const fence = '`'.repeat(Math.max(3, longestFence([...before, ...selected, ...after]) + 1));
  const block = (text: readonly string[]): string => `${fence}${languageId}\n${text.join('\n')}\n${fence}`;
  const isNew = selected.every((line) => line.trim() === '');
  return [
    `This is from the file ${path}.`,
    ...(before.length > 0 ? [`Before the place to change:\n${block(before)}`] : []),
    ...(after.length > 0 ? [`Behind the place to change:\n${block(after)}`] : []),
    isNew
      ? 'The place to change is empty: write what belongs there.'
      : `The lines to change:\n${block(selected)}`,
    `What to do: ${instruction}`,
    `Answer with the new text of ${isNew ? 'the place' : 'the lines to change'} alone, complete, indented as the file is, in one code block. No other code, no explanation.`,
  ].join('\n\n');
}

/** As many of the lines from the first on as fit. */
function fitting(lines: readonly string[], tokens: number): readonly string[] {
  let left = tokens;
  const end = lines.findIndex((line) => (left -= estimateTokens(`${line}\n`)) < 0);
  return end < 0 ? lines : lines.slice(0, end);
}

function tokensOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + estimateTokens(`${line}\n`), 0);
}

function longestFence(lines: readonly string[]): number {
  return Math.max(0, ...lines.map((line) => /^\s*(`{3,})/.exec(line)?.[1]?.length ?? 0));
}

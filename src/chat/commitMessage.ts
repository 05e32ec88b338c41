import { t } from '../common/l10n';
import { estimateTokens } from '../prompt/estimateTokens';
import type { FileChange } from './fileChanges';

/** What goes into the question, and what does not. */
export interface CommitQuestion {
  readonly text: string;
  /** Paths whose changes did not fit; they are named in the question. */
  readonly leftOut: readonly string[];
}

/**
 * Asks for a commit message. Changes are taken whole, the small ones first, as long as they fit into `promptTokens` by a
 * safe estimate. Throws where none fits.
 * @param recent subjects of the latest commits: their style is to be kept
 * @param note what the user has written so far; may be empty
 */
export function commitQuestion(
  changes: readonly FileChange[],
  promptTokens: number,
  { recent, note }: { readonly recent: readonly string[]; readonly note: string },
): CommitQuestion {
  const styled = recent.slice(0, MOST_RECENT);
  const frame = (parts: readonly FileChange[], leftOut: readonly string[]): string =>
    [
      'Write the git commit message for these changes.',
      'First a subject in the imperative mood, at most 72 characters, without a full stop. Then, only where the subject does not say it all, a blank line and a few plain sentences on what changed and why. No Markdown, no quotes, no list of files. Answer with the message alone.',
      ...(styled.length > 0 ? [`The style of the latest subjects:\n${styled.join('\n')}`] : []),
      ...(note.trim() === '' ? [] : [`The author has noted: ${note.trim()}`]),
      `The changes:\n\n${parts.map(({ text }) => text).join('\n')}`,
      ...(leftOut.length > 0 ? [`Changed as well, not shown: ${leftOut.join(', ')}`] : []),
    ].join('\n\n');
  const paths = changes.map(({ path }) => path);
  let left = promptTokens - estimateTokens(frame([], paths));
  const fitting = new Set<FileChange>();
  for (const change of [...changes].sort((a, b) => a.text.length - b.text.length)) {
    const tokens = estimateTokens(change.text);
    if (tokens > left) break;
    left -= tokens;
    fitting.add(change);
  }
  if (fitting.size === 0)
    throw new Error(t('No changed file fits the model’s window. Stage less, or give it a larger window.'));
  const leftOut = changes.filter((change) => !fitting.has(change)).map(({ path }) => path);
  return {
    text: frame(
      [...fitting].sort((a, b) => changes.indexOf(a) - changes.indexOf(b)),
      leftOut,
    ),
    leftOut,
  };
}

const MOST_RECENT = 8;

/** The message in an answer: without fences, quotes and the introductions that models like to write. */
export function messageIn(answer: string): string {
  const fenced = /^```[^\n]*\n([^]*?)\n```\s*$/m.exec(answer)?.[1];
  return (fenced ?? answer)
    .trim()
    .replace(/^(?:here(?:'s| is)[^\n]*:|(?:the )?commit message:|subject:)\s*/i, '')
    .replace(/^["'`*]+([^\n]*?)["'`*]+$/gm, '$1')
    .trimEnd();
}

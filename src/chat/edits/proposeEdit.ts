import { applyDiff, applyFileDiff } from './applyDiff';
import { hidesCode } from './elision';
import { diffLines } from './hunks';
import { fitIndentation, indentOf, isBlank, reindent } from './indentation';
import { mergeJson } from './mergeJson';
import { placeSnippet } from './placeSnippet';
import { refused, type Proposal } from './proposal';
import { passesOverParts } from './silentGaps';
import { parseSnippet } from './snippet';
import { looksLikeDiff, looksSigned, parseSearchReplace } from './unifiedDiff';

export interface AnsweredCode {
  /** Without the fences, and without a first line that only names the file. */
  readonly lines: readonly string[];
  /** The word behind the fence, in lower case; empty where there is none. */
  readonly language: string;
}

export interface EditTarget {
  readonly lines: readonly string[];
  /** Lines that the answer is about, 0-based, `end` not included. */
  readonly selection?: { readonly start: number; readonly end: number };
}

/**
 * Works out what a document becomes by an answer's code block: a unified diff, a snippet with or without left-out code,
 * the selection's new text, or the whole file. Where the place is not certain it is refused.
 */
export function proposeEdit(code: AnsweredCode, target: EditTarget): Proposal {
  const lines = withoutBlankEnds(code.lines);
  if (lines.length === 0) return refused({ code: 'no-code' });
  const known = new Set(target.lines.map((line) => line.trim()));
  const hidden = lines.findIndex((line) => !known.has(line.trim()) && hidesCode(line, code.language));
  if (hidden >= 0) return refused({ code: 'hidden-code', line: hidden + 1 });
  const proposal = proposeBySort({ ...code, lines }, target);
  if (proposal.kind === 'refused') return proposal;
  return diffLines(target.lines, proposal.lines).length === 0 ? refused({ code: 'no-change' }) : proposal;
}

/** What the user has said is the whole file. */
export function proposeWholeFile(code: AnsweredCode, document: readonly string[]): Proposal {
  const lines = withoutBlankEnds(code.lines);
  if (lines.length === 0) return refused({ code: 'no-code' });
  // Most files end with a line break; a block of an answer never shows it.
  const endsWithBreak = document.length < 2 || document.at(-1) === '';
  return { kind: 'proposed', lines: endsWithBreak ? [...lines, ''] : lines, how: 'whole-file' };
}

function proposeBySort(code: AnsweredCode, { lines: document, selection }: EditTarget): Proposal {
  if (looksLikeDiff(code.lines, code.language) || looksSigned(code.lines, document))
    return applyDiff(code.lines, document);
  const replaced = parseSearchReplace(code.lines);
  if (replaced.length > 0) return applyFileDiff({ path: undefined, hunks: replaced }, document);
  const merged = selection === undefined ? mergeJson(code, document) : undefined;
  if (merged !== undefined) return { kind: 'proposed', lines: merged, how: 'snippet' };
  const fitted = fitIndentation(code.lines, document);
  if (selection !== undefined && selection.end > selection.start)
    return proposeForSelection({ ...code, lines: fitted }, document, selection);
  const snippet = parseSnippet(fitted, document, code.language);
  const isElided = snippet.gaps.some(({ stated }) => stated);
  const isWhole = !isElided && isWholeFile(code.lines, document);
  if (isWhole && !passesOverParts(code.lines, { document, language: code.language }))
    return proposeWholeFile(code, document);
  return placeSnippet(snippet, document, code.language);
}

function proposeForSelection(
  code: AnsweredCode,
  document: readonly string[],
  { start, end }: { readonly start: number; readonly end: number },
): Proposal {
  const selected = document.slice(start, end);
  const snippet = parseSnippet(code.lines, selected, code.language);
  const isElided = snippet.gaps.some(({ stated }) => stated);
  const proposal = isElided ? placeSnippet(snippet, selected, code.language) : undefined;
  if (proposal?.kind === 'refused') return proposal;
  const own = selected.find((line) => !isBlank(line));
  const lines = proposal?.lines ?? (own === undefined ? code.lines : fitTo(code.lines, selected, own));
  return {
    kind: 'proposed',
    lines: [...document.slice(0, start), ...lines, ...document.slice(end)],
    how: 'selection',
  };
}

/** A block that is indented as the selection is, stays; one that begins at the margin moves to where the selection is. */
function fitTo(lines: readonly string[], selected: readonly string[], first: string): readonly string[] {
  const known = new Set(selected);
  return lines.some((line) => !isBlank(line) && known.has(line)) ? lines : reindent(lines, indentOf(first));
}

/** Of the document's lines, blanks apart, a file written anew keeps at least this share. */
const KEPT_BY_REWRITE = 0.5;

/**
 * Whether a block without left-out code is the whole file: the document is empty, or the block has its first line, the
 * head of its last part, and half of the rest. A block with the first part alone would take the others away.
 */
function isWholeFile(lines: readonly string[], document: readonly string[]): boolean {
  const filled = document.filter((line) => !isBlank(line));
  if (filled.length === 0) return true;
  const known = new Set(lines.map((line) => line.trim()));
  const lastHead = filled.findLast((line) => indentOf(line) === '' && /\w/.test(line)) ?? '';
  if (![filled[0] ?? '', lastHead].every((line) => known.has(line.trim()))) return false;
  const changed = diffLines(document, lines).flatMap(({ start, end }) => document.slice(start, end));
  const lost = changed.filter((line) => !isBlank(line)).length;
  return lost <= filled.length * (1 - KEPT_BY_REWRITE);
}

function withoutBlankEnds(lines: readonly string[]): readonly string[] {
  const first = lines.findIndex((line) => !isBlank(line));
  const last = lines.findLastIndex((line) => !isBlank(line));
  return first < 0 ? [] : lines.slice(first, last + 1);
}

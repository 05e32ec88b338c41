import { applyHunks, type Hunk } from './hunks';
import { looseRuns } from './looseHunk';
import { indentOf, isBlank } from './indentation';
import { refused, type EditRefusal, type Proposal } from './proposal';
import { parseUnifiedDiff, type DiffHunk, type DiffLine, type FileDiff } from './unifiedDiff';

/**
 * Applies a diff of one file. Line numbers only choose between places that fit equally well; whitespace may differ;
 * each hunk has one place or the diff is refused.
 */
export function applyDiff(block: readonly string[], document: readonly string[]): Proposal {
  const files = parseUnifiedDiff(block).filter(({ hunks }) => hunks.length > 0);
  const [file, another] = files;
  if (file === undefined) return refused({ code: 'no-code' });
  if (another !== undefined) {
    const paths = files.map(({ path }) => path ?? '?');
    return refused({ code: 'several-files', paths });
  }
  return applyFileDiff(file, document);
}

/** The same for one file of a diff of several. */
export function applyFileDiff(file: FileDiff, document: readonly string[]): Proposal {
  const runs: Run[] = [];
  for (const [index, hunk] of file.hunks.entries()) {
    const found = placeHunk(hunk, index + 1, document);
    if ('refusal' in found) return refused(found.refusal);
    runs.push(...found.runs.map((run) => ({ ...run, hunk: index + 1 })));
  }
  runs.sort((a, b) => a.start - b.start || a.end - b.end);
  const overlapping = runs.find((run, index) => overlaps(runs[index - 1], run));
  if (overlapping !== undefined) return refused({ code: 'hunks-overlap', hunk: overlapping.hunk });
  return { kind: 'proposed', lines: applyHunks(document, runs), how: 'diff' };
}

/** The part of a hunk that changes something: its context may be another hunk's too. */
interface Run extends Hunk {
  readonly hunk: number;
}

type Found = { readonly runs: readonly Hunk[] } | { readonly refusal: EditRefusal };

function placeHunk(hunk: DiffHunk, number: number, document: readonly string[]): Found {
  const old = hunk.lines.filter(({ kind }) => kind !== 'added').map(({ text }) => text);
  if (hunk.lines.every(({ kind }) => kind === 'context')) return { runs: [] };
  if (old.every(isBlank)) return placeInsertion(hunk, document);
  const exact = placesOf(old, document, (line) => line);
  const places = exact.length > 0 ? exact : placesOf(old, document, withoutBlanks);
  const [place] = places.length > 1 ? places.filter((at) => at + 1 === hunk.oldStart) : places;
  if (place !== undefined) return { runs: runsAt(hunk, place, document) };
  if (places.length > 1) return { refusal: { code: 'hunk-ambiguous', hunk: number, places: places.length } };
  const loose = looseRuns(hunk, document);
  if (loose !== undefined) return { runs: loose };
  const known = new Set(document.map(withoutBlanks));
  const missing = old.find((line) => !known.has(withoutBlanks(line))) ?? old[0] ?? '';
  return { refusal: { code: 'hunk-not-found', hunk: number, missing: missing.trim() } };
}

/** A hunk that keeps and takes nothing has a place in an empty document only. */
function placeInsertion(hunk: DiffHunk, document: readonly string[]): Found {
  if (!document.every(isBlank)) return { refusal: { code: 'garbled-diff', line: hunk.blockLine } };
  const lines = hunk.lines.filter(({ kind }) => kind === 'added').map(({ text }) => text);
  return { runs: [{ start: 0, end: document.length, lines: [...lines, ''] }] };
}

function placesOf(
  old: readonly string[],
  document: readonly string[],
  form: (line: string) => string,
): readonly number[] {
  const wanted = old.map(form);
  const present = document.map(form);
  const places: number[] = [];
  for (let at = 0; at + wanted.length <= present.length; at++)
    if (wanted.every((line, index) => present[at + index] === line)) places.push(at);
  return places;
}

function withoutBlanks(line: string): string {
  return line.trim().replace(/\s+/g, ' ');
}

function runsAt(hunk: DiffHunk, place: number, document: readonly string[]): readonly Hunk[] {
  const runs: { start: number; end: number; lines: string[] }[] = [];
  let at = place;
  let indents = { stated: '', real: '' };
  for (const line of hunk.lines) {
    const own = document[at] ?? '';
    if (line.kind !== 'added' && !isBlank(own))
      indents = { stated: indentOf(line.text), real: indentOf(own) };
    if (line.kind === 'context') {
      at += 1;
      continue;
    }
    let run = runs.at(-1);
    if (run?.end !== at) runs.push((run = { start: at, end: at, lines: [] }));
    if (line.kind === 'added') run.lines.push(asIndented(line, indents));
    else run.end = at += 1;
  }
  return runs;
}

/** An added line goes in from the line above as the diff has it, even where the diff's blanks are not the document's. */
function asIndented({ text }: DiffLine, { stated, real }: { stated: string; real: string }): string {
  if (stated === real || isBlank(text)) return text;
  return text.startsWith(stated) ? real + text.slice(stated.length) : text;
}

/** Also where both add lines at one place: nobody can tell which come first. */
function overlaps(before: Run | undefined, run: Run): boolean {
  if (before === undefined || before.hunk === run.hunk) return false;
  if (run.start < before.end) return true;
  return run.start === before.start && (run.start === run.end || before.start === before.end);
}

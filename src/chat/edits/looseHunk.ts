import { isElision } from './elision';
import type { Hunk } from './hunks';
import { indentOf, isBlank } from './indentation';
import type { DiffHunk, DiffLine } from './unifiedDiff';

/**
 * The runs of a hunk whose context is not line for line what the document has: models pass over lines, write "..." for
 * them, or recall a line wrongly. All lines that the hunk takes away must be there. Undefined where it has no place, or
 * more than one.
 */
export function looseRuns(hunk: DiffHunk, document: readonly string[]): readonly Hunk[] | undefined {
  const [earlier, later] = [false, true].map((prefersLater) => bestChain(hunk, document, prefersLater));
  if (earlier === undefined || later === undefined) return undefined;
  const runs = runsOf(hunk, earlier, document);
  if (runs === undefined || JSON.stringify(runs) !== JSON.stringify(runsOf(hunk, later, document)))
    return undefined;
  return runs;
}

/** By the hunk's line, the document's that it stands for. */
type Chain = ReadonlyMap<number, number>;

interface Match {
  readonly line: number;
  readonly at: number;
  /** Of the best chain that ends here. */
  score: number;
  before: Match | undefined;
}

const STRONG = 2;
const WEAK = 0.3;
const CONTEXT_MISSED = 1;
const LINES_PASSED_OVER = 1;
const LINE_PASSED_OVER = 0.05;
/** Matches are compared in pairs. */
const MOST_MATCHES = 3_000;
/** Of the lines that say something, so many must be there. */
const LEAST_FOUND = 0.5;

function bestChain(
  { lines }: DiffHunk,
  document: readonly string[],
  prefersLater: boolean,
): Chain | undefined {
  const matches = matchesOf(lines, document);
  if (matches.length > MOST_MATCHES) return undefined;
  const isBetter = (score: number, best: number): boolean => (prefersLater ? score >= best : score > best);
  for (const match of matches) {
    const weight = weightOf(lines[match.line]?.text ?? '');
    match.score = weight - missed(lines, -1, match.line);
    for (const before of matches) {
      if (before.line >= match.line) break;
      if (before.at >= match.at) continue;
      const cost = missed(lines, before.line, match.line) + passedOver(lines, before, match, document);
      if (!isBetter(before.score + weight - cost, match.score)) continue;
      match.score = before.score + weight - cost;
      match.before = before;
    }
  }
  let end: Match | undefined;
  let best = -Infinity;
  for (const match of matches) {
    const score = match.score - missed(lines, match.line, lines.length);
    if (score === -Infinity || !isBetter(score, best)) continue;
    best = score;
    end = match;
  }
  return asChain(end, lines);
}

function matchesOf(lines: readonly DiffLine[], document: readonly string[]): readonly Match[] {
  const places = new Map<string, number[]>();
  for (const [at, text] of document.entries()) {
    const known = places.get(form(text));
    if (known === undefined) places.set(form(text), [at]);
    else known.push(at);
  }
  return lines.flatMap(({ kind, text }, line) =>
    kind === 'added' || isBlank(text)
      ? []
      : (places.get(form(text)) ?? []).map((at) => ({ line, at, score: -Infinity, before: undefined })),
  );
}

function asChain(end: Match | undefined, lines: readonly DiffLine[]): Chain | undefined {
  const chain = new Map<number, number>();
  for (let match = end; match !== undefined; match = match.before) chain.set(match.line, match.at);
  const telling = lines.flatMap(({ kind, text }, line) => (kind !== 'added' && hasWord(text) ? [line] : []));
  const wanted = telling.filter((line) => !isGap(lines[line]));
  const found = wanted.filter((line) => chain.has(line)).length;
  return found > 0 && found >= wanted.length * LEAST_FOUND ? chain : undefined;
}

/** What it costs that the hunk's lines between these two stand nowhere; lines that go, and what may be prose, must. */
function missed(lines: readonly DiffLine[], from: number, to: number): number {
  let cost = 0;
  for (let line = from + 1; line < to; line++) {
    const missing = lines[line];
    if (missing === undefined || missing.kind === 'added' || isBlank(missing.text)) continue;
    if (isGap(missing)) continue;
    if (missing.kind === 'removed' || missing.isUnsigned) return Infinity;
    cost += CONTEXT_MISSED;
  }
  return cost;
}

function passedOver(lines: readonly DiffLine[], from: Match, to: Match, document: readonly string[]): number {
  const between = document.slice(from.at + 1, to.at).filter((line) => !isBlank(line)).length;
  if (between === 0) return 0;
  const isSaid = lines.slice(from.line + 1, to.line).some(isGap);
  return between * LINE_PASSED_OVER + (isSaid ? 0 : LINES_PASSED_OVER);
}

/** Undefined where an added line has nothing of the document beside it. */
function runsOf(hunk: DiffHunk, chain: Chain, document: readonly string[]): readonly Hunk[] | undefined {
  const runs: { start: number; end: number; lines: string[] }[] = [];
  let at: number | undefined;
  let indents = { stated: '', real: '' };
  let waiting: string[] = [];
  for (const [index, line] of hunk.lines.entries()) {
    const place = chain.get(index);
    if (place !== undefined) indents = { stated: indentOf(line.text), real: indentOf(document[place] ?? '') };
    if (waiting.length > 0 && place !== undefined) {
      runs.push({ start: place, end: place, lines: waiting.map((text) => reindented(text, indents)) });
      waiting = [];
    }
    if (line.kind === 'added') {
      if (at === undefined) waiting.push(line.text);
      else addTo(runs, at, reindented(line.text, indents));
    } else if (place !== undefined) {
      if (line.kind === 'removed') removeFrom(runs, place, document);
      at = place + 1;
    } else if (isGap(line)) at = undefined;
    else if (at !== undefined && isBlank(line.text) && isBlank(document[at] ?? 'x')) {
      if (line.kind === 'removed') removeFrom(runs, at, document);
      at += 1;
    }
  }
  return waiting.length > 0 ? undefined : runs;
}

interface OpenRun {
  start: number;
  end: number;
  readonly lines: string[];
}

function addTo(runs: OpenRun[], at: number, text: string): void {
  const run = runs.at(-1);
  if (run?.end === at) run.lines.push(text);
  else runs.push({ start: at, end: at, lines: [text] });
}

/** Blank lines between two lines that go, go too. */
function removeFrom(runs: OpenRun[], at: number, document: readonly string[]): void {
  const run = runs.at(-1);
  const isNext = run !== undefined && run.end <= at && document.slice(run.end, at).every(isBlank);
  if (isNext && (run.end === at || run.end > run.start)) run.end = at + 1;
  else runs.push({ start: at, end: at + 1, lines: [] });
}

function reindented(text: string, { stated, real }: { stated: string; real: string }): string {
  if (stated === real || isBlank(text)) return text;
  return text.startsWith(stated) ? real + text.slice(stated.length) : text;
}

function isGap(line: DiffLine | undefined): boolean {
  return line?.kind === 'context' && isElision(line.text, '');
}

function weightOf(text: string): number {
  return hasWord(text) ? STRONG : WEAK;
}

function hasWord(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}

function form(line: string): string {
  return line.trim().replace(/\s+/g, ' ');
}

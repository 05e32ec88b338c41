import { indentOf, isBlank } from './indentation';
import type { Likeness, LineLikeness } from './lineLikeness';
import type { Gap } from './snippet';

// Costs and gains, against the likeness of lines (0 to 7 for an equal one): the values that put the snippets of the
// tests where people would.
const INSERTED = 0.05;
/** A line of the document that a segment drops, where it is deeper than all of the segment. */
const DROPPED_INSIDE = 0.005;
const DROPPED_BESIDE = 5.5;
/** The line at a gap's edge is one that both have. */
const AT_EDGE = 3;
const NEW_VERSION_AT_EDGE = 1.5;
const WEAK_AT_EDGE = 0.5;
const SHALLOWER_IN_GAP = 2;
/** The comment that states a gap may stand at any depth where the model is careless. */
const MOST_FOR_SHALLOWER = 6;
const UNBALANCED_GAP = 8;
/** Lines at the top of a snippet that the document doesn't have, anywhere but at its own top. */
const UNANCHORED_START = 4;

const NEVER = -Infinity;

/** Since the last gap: no line in common yet; the last step was a common or a new line; it dropped a line. */
export const FRESH = 0;
export const MET = 1;
export const DROPPING = 2;
export const STATES = 3;

/** How a cell was come by. The state before is added to the last two. */
export const ADDED = 0;
export const MATCHED = 1;
export const DROPPED = 4;

/** The best scores after a gap or a line, by state and by how many lines of the document are used up. */
export type Scores = readonly Float64Array[];
/** By the same, how each cell after a line was come by. */
export type Steps = readonly Uint8Array[];

/** What rows are filled in by. */
export interface AlignmentScene {
  readonly likeness: LineLikeness;
  readonly shape: DocumentShape;
  /** By how much a score has to be better than the one before: a hair more, or a hair less where the later one wins. */
  readonly bias: number;
}

export interface DocumentShape {
  readonly lineCount: number;
  /** Columns; a blank line is as deep as any. */
  readonly indents: readonly number[];
  /** Open brackets before each line, and behind the last. */
  readonly depths: readonly number[];
}

export function shapeOf(document: readonly string[]): DocumentShape {
  const depths = [0];
  let depth = 0;
  for (const line of document) {
    for (const [bracket] of line.matchAll(/[{}()[\]]/g)) depth += '{(['.includes(bracket) ? 1 : -1;
    depths.push(depth);
  }
  const indents = document.map((line) => (isBlank(line) ? Infinity : indentOf(line).length));
  return { lineCount: document.length, depths, indents };
}

export function startScores(lineCount: number): Scores {
  const scores = emptyScores(lineCount);
  of(scores, FRESH)[0] = 0;
  return scores;
}

export interface GapRow {
  readonly scores: Scores;
  /** The cell before the gap, as its column times STATES plus its state. */
  readonly before: Int32Array;
}

/** What is left out at the snippet's start or end and only meant costs nothing: `gap` is undefined then. */
export function gapRow(from: Scores, gap: Gap | undefined, { shape, bias }: AlignmentScene): GapRow {
  const scores = emptyScores(shape.lineCount);
  const before = new Int32Array(shape.lineCount + 1);
  const fresh = of(scores, FRESH);
  // The best start for each depth of brackets; what shallower lines cost is paid as they are passed.
  const starts = new Map<number, { score: number; paid: number; cell: number }>();
  for (let at = 0; at <= shape.lineCount; at++) {
    const depth = gap === undefined ? 0 : (shape.depths[at] ?? 0);
    for (const state of [FRESH, MET]) {
      const score = of(from, state)[at] ?? NEVER;
      if (score > NEVER && score > (starts.get(depth)?.score ?? NEVER) + bias)
        starts.set(depth, { score, paid: 0, cell: at * STATES + state });
    }
    for (const [startDepth, start] of starts) {
      const score = start.score - Math.abs(depth - startDepth) * UNBALANCED_GAP;
      if (score <= (fresh[at] ?? NEVER) + bias) continue;
      fresh[at] = score;
      before[at] = start.cell;
    }
    if (gap !== undefined && (shape.indents[at] ?? Infinity) < gap.indent)
      for (const start of starts.values()) payForShallower(start);
  }
  return { scores, before };
}

function payForShallower(start: { score: number; paid: number }): void {
  if (start.paid >= MOST_FOR_SHALLOWER) return;
  start.score -= SHALLOWER_IN_GAP;
  start.paid += SHALLOWER_IN_GAP;
}

export interface SnippetLine {
  readonly line: string;
  /** First or last of its segment. */
  readonly isEdge: boolean;
  /** First of a snippet that doesn't say what comes before it. */
  readonly isLooseStart: boolean;
  /** It stands for no line of the document. */
  readonly isFresh: boolean;
  /** Columns of the least indented line of the segment. */
  readonly leastIndent: number;
}

export interface LineRow {
  readonly scores: Scores;
  readonly steps: Steps;
}

export function lineRow(from: Scores, given: SnippetLine, scene: AlignmentScene): LineRow {
  const { shape, bias } = scene;
  const states = Array.from({ length: STATES }, () => emptyCells(shape.lineCount, bias));
  addLine(states, from, given);
  if (!given.isFresh) matchLine(states, from, given, scene.likeness);
  dropLines(states, given, shape);
  return { scores: states.map(({ scores }) => scores), steps: states.map(({ steps }) => steps) };
}

/** The cells of one state in a row that is being filled. */
interface Cells {
  readonly scores: Float64Array;
  readonly steps: Uint8Array;
  readonly bias: number;
}

function emptyCells(lineCount: number, bias: number): Cells {
  const scores = new Float64Array(lineCount + 1).fill(NEVER);
  return { scores, steps: new Uint8Array(lineCount + 1), bias };
}

function offer({ scores, steps, bias }: Cells, at: number, score: number, step: number): void {
  if (score === NEVER || score <= (scores[at] ?? NEVER) + bias) return;
  scores[at] = score;
  steps[at] = step;
}

function addLine(states: readonly Cells[], from: Scores, { line, isLooseStart }: SnippetLine): void {
  const cost = isBlank(line) ? 0 : INSERTED;
  for (const [state, cells] of states.entries()) {
    const before = of(from, state);
    // Counted, not iterated: there are millions of cells.
    for (let at = 0; at < before.length; at++) {
      const loose = isLooseStart && at > 0 ? UNANCHORED_START : 0;
      offer(cells, at, (before[at] ?? NEVER) - cost - loose, ADDED);
    }
  }
}

function matchLine(
  states: readonly Cells[],
  from: Scores,
  { line, isEdge }: SnippetLine,
  likeness: LineLikeness,
): void {
  const isBlankLine = isBlank(line);
  for (const [at, alike] of likeness.to(line)) {
    const gain = gainOf(alike, isEdge && !isBlankLine);
    for (const [state, cells] of states.entries()) {
      // A blank in common says nothing: what came before it still counts.
      const reached = isBlankLine ? cells : of(states, MET);
      offer(reached, at + 1, (of(from, state)[at] ?? NEVER) + gain, MATCHED + state);
    }
  }
}

function dropLines(states: readonly Cells[], { leastIndent }: SnippetLine, shape: DocumentShape): void {
  const met = of(states, MET);
  const dropping = of(states, DROPPING);
  for (let at = 0; at < shape.lineCount; at++) {
    const cost = (shape.indents[at] ?? 0) > leastIndent ? DROPPED_INSIDE : DROPPED_BESIDE;
    offer(dropping, at + 1, (met.scores[at] ?? NEVER) - cost, DROPPED + MET);
    offer(dropping, at + 1, (dropping.scores[at] ?? NEVER) - cost, DROPPED + DROPPING);
  }
}

function gainOf(alike: Likeness, isEdge: boolean): number {
  if (!isEdge) return alike.score;
  if (alike.weak) return alike.score + WEAK_AT_EDGE;
  return alike.score + (alike.same ? AT_EDGE : NEW_VERSION_AT_EDGE);
}

function emptyScores(lineCount: number): Scores {
  return Array.from({ length: STATES }, () => new Float64Array(lineCount + 1).fill(NEVER));
}

/** The row of one state. */
export function of<T>(rows: readonly T[], state: number): T {
  const row = rows[state];
  if (row === undefined) throw new RangeError(`There is no state ${state}.`);
  return row;
}

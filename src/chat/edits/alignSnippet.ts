import {
  ADDED,
  DROPPED,
  gapRow,
  lineRow,
  MATCHED,
  of,
  shapeOf,
  startScores,
  STATES,
  type AlignmentScene,
  type Steps,
} from './alignmentRows';
import { indentOf, isBlank } from './indentation';
import { createLikeness } from './lineLikeness';
import type { Snippet } from './snippet';

/** Where a segment goes: it takes the place of the lines from `start` up to `end`, which is not included. */
export interface Placement {
  readonly start: number;
  readonly end: number;
  /** In order; blanks are none. */
  readonly anchors: readonly Anchor[];
}

/** A line of the segment that stands for a line of the document. */
export interface Anchor {
  readonly line: number;
  readonly at: number;
  /** False for a new version of the document's line. */
  readonly same: boolean;
  /** A lone bracket. */
  readonly weak: boolean;
}

/** On which side to come down between equally good places. */
export type Preference = 'earlier' | 'later';

/**
 * Finds the place of each segment by the best alignment of the snippet's lines with the document's, gaps free of
 * charge. Lines that a segment drops stand between two that it keeps.
 */
export function alignSnippet(
  snippet: Snippet,
  document: readonly string[],
  preference: Preference,
): readonly Placement[] {
  const scene = {
    likeness: createLikeness(document),
    shape: shapeOf(document),
    bias: preference === 'later' ? -EPSILON : EPSILON,
  };
  return traceBack(fillTable(snippet, scene), snippet, scene);
}

/** Sums of the same gains in another order differ by less. */
const EPSILON = 1e-9;

/** How to get back: for each gap the cell before it, for each segment the steps of its lines. */
interface Table {
  readonly gaps: readonly Int32Array[];
  readonly segments: readonly (readonly Steps[])[];
}

function fillTable(snippet: Snippet, scene: AlignmentScene): Table {
  const gaps: Int32Array[] = [];
  const segments: Steps[][] = [];
  let scores = startScores(scene.shape.lineCount);
  for (const [index, gap] of snippet.gaps.entries()) {
    const afterGap = gapRow(scores, gap.stated ? gap : undefined, scene);
    gaps.push(afterGap.before);
    scores = afterGap.scores;
    const segment = snippet.segments[index] ?? [];
    const leastIndent = leastIndentOf(segment);
    const rows: Steps[] = [];
    for (const [at, line] of segment.entries()) {
      const isEdge = at === 0 || at === segment.length - 1;
      const isLooseStart = at === 0 && index === 0 && !gap.stated;
      const isFresh = snippet.fresh?.[index]?.has(at) ?? false;
      const afterLine = lineRow(scores, { line, isEdge, isLooseStart, isFresh, leastIndent }, scene);
      rows.push(afterLine.steps);
      scores = afterLine.scores;
    }
    segments.push(rows);
  }
  return { gaps, segments };
}

interface Cell {
  readonly at: number;
  readonly state: number;
}

function traceBack(table: Table, snippet: Snippet, scene: AlignmentScene): readonly Placement[] {
  const placements: Placement[] = [];
  let at = scene.shape.lineCount;
  for (let index = snippet.segments.length - 1; index >= 0; index--) {
    const before = table.gaps[index + 1]?.[at] ?? 0;
    const cell = { at: Math.floor(before / STATES), state: before % STATES };
    const segment = { lines: snippet.segments[index] ?? [], steps: table.segments[index] ?? [] };
    const placement = placeSegment(segment, cell, scene);
    placements.unshift(placement);
    at = placement.start;
  }
  return placements;
}

interface SegmentSteps {
  readonly lines: readonly string[];
  readonly steps: readonly Steps[];
}

/** Walks back from the cell behind the segment to the one before it. */
function placeSegment({ lines, steps }: SegmentSteps, end: Cell, scene: AlignmentScene): Placement {
  let { at, state } = end;
  let line = lines.length;
  const anchors: Anchor[] = [];
  while (line > 0) {
    const step = of(steps[line - 1] ?? [], state)[at] ?? ADDED;
    if (step >= DROPPED) {
      at -= 1;
      state = step - DROPPED;
      continue;
    }
    line -= 1;
    if (step === ADDED) continue;
    at -= 1;
    state = step - MATCHED;
    const text = lines[line] ?? '';
    const alike = isBlank(text) ? undefined : scene.likeness.to(text).get(at);
    if (alike !== undefined) anchors.unshift({ line, at, same: alike.same, weak: alike.weak });
  }
  return { start: at, end: end.at, anchors };
}

function leastIndentOf(lines: readonly string[]): number {
  const indents = lines.filter((line) => !isBlank(line)).map((line) => indentOf(line).length);
  return indents.length === 0 ? 0 : Math.min(...indents);
}

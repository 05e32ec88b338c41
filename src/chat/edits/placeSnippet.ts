import { alignSnippet, type Anchor, type Placement, type Preference } from './alignSnippet';
import { indentOf, isBlank } from './indentation';
import { endOfPart, standsAmongParts } from './namedParts';
import { bringsIn } from './partNames';
import { refused, type Proposal } from './proposal';
import { withFreshParts, withSilentGaps } from './silentGaps';
import type { Snippet } from './snippet';

/** Lines of the snippet times lines of the document: past this the alignment takes seconds. */
const MOST_CELLS = 5_000_000;

/** Puts a snippet's segments into the document; refused where a place is not certain. */
export function placeSnippet(given: Snippet, document: readonly string[], language: string): Proposal {
  const lineCount = given.segments.reduce((sum, segment) => sum + segment.length, 0);
  if (lineCount * document.length > MOST_CELLS) return refused({ code: 'too-large' });
  const snippet = withAllGaps(given, document, language);
  const place = (preference: Preference): readonly Placement[] =>
    toBlockEnds(alignSnippet(snippet, document, preference), snippet, document);
  const earlier = place('earlier');
  const later = place('later');
  const loose = snippet.segments.findIndex((_, index) => !isAnchored(index, earlier, snippet));
  if (loose >= 0) return refused({ code: 'no-place', line: firstLine(snippet, loose) });
  const lines = withSegments(snippet, earlier, document);
  const others = withSegments(snippet, later, document);
  if (lines.join('\n') === others.join('\n')) return { kind: 'proposed', lines, how: 'snippet' };
  const doubtful = earlier.findIndex(({ start, end }, index) => {
    const other = later[index];
    return other?.start !== start || other.end !== end;
  });
  return refused({ code: 'ambiguous-place', line: firstLine(snippet, Math.max(0, doubtful)) });
}

/** Each gap that is found may bring another to light. */
const MOST_ROUNDS = 4;

function withAllGaps(given: Snippet, document: readonly string[], language: string): Snippet {
  const scene = { document, language };
  const placed = (snippet: Snippet): readonly Placement[] =>
    toBlockEnds(alignSnippet(snippet, document, 'earlier'), snippet, document);
  const marked = (snippet: Snippet): Snippet => withFreshParts(snippet, placed(snippet), scene);
  let snippet = marked(given);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const fuller = withSilentGaps(snippet, placed(snippet), scene);
    if (fuller === undefined) break;
    snippet = marked(fuller);
  }
  return snippet;
}

function withSegments(
  { segments }: Snippet,
  placements: readonly Placement[],
  document: readonly string[],
): readonly string[] {
  const lines: string[] = [];
  let at = 0;
  for (const [index, { start, end, anchors }] of placements.entries()) {
    lines.push(...document.slice(at, start), ...segmentLines(segments[index] ?? [], anchors, document));
    at = end;
  }
  return [...lines, ...document.slice(at)];
}

/** A line that differs from the document's in blanks behind it alone is the document's. */
function segmentLines(
  segment: readonly string[],
  anchors: readonly Anchor[],
  document: readonly string[],
): readonly string[] {
  const lines = [...segment];
  for (const { line, at } of anchors) {
    const own = document[at] ?? '';
    if (own.trimEnd() === lines[line]?.trimEnd()) lines[line] = own;
  }
  return lines;
}

/** Alignment knows lines; where the indentation says more of a block's end, that decides. */
function toBlockEnds(
  placements: readonly Placement[],
  snippet: Snippet,
  document: readonly string[],
): readonly Placement[] {
  const widened = placements.map((placement, index) => {
    const limit = placements[index + 1]?.start ?? document.length;
    return { ...placement, end: Math.min(limit, bodyEnd(placement, index, { snippet, document })) };
  });
  return lastAtBlockEnd(importsTogether(widened, snippet, document), snippet, document);
}

/** New imports at the top of an answer go to those that the document begins with. */
function importsTogether(
  placements: readonly Placement[],
  { segments, gaps }: Snippet,
  document: readonly string[],
): readonly Placement[] {
  const [first, next, ...others] = placements;
  const telling = (segments[0] ?? []).filter(isTelling);
  if (first?.anchors.length !== 0 || !gaps[1]?.stated || !telling.every(bringsIn)) return placements;
  const at = document.findIndex((line) => isTelling(line) && indentOf(line) === '' && bringsIn(line));
  const isBelow = next !== undefined && next.anchors.length > 0 && next.start < at;
  if (at < 0 || isBelow || next === undefined) return placements;
  const start = Math.max(at, next.start);
  const moved = next.anchors.length > 0 ? next : { ...next, start, end: Math.max(start, next.end) };
  return [{ start: at, end: at, anchors: [] }, moved, ...others];
}

interface Scene {
  readonly snippet: Snippet;
  readonly document: readonly string[];
}

/**
 * Where a segment ends with a new body below a line that the document has, and nothing of that body is left out, the
 * whole old body goes: in languages without closing brackets no line says so.
 */
function bodyEnd({ anchors, end }: Placement, index: number, { snippet, document }: Scene): number {
  const segment = snippet.segments[index] ?? [];
  const head = anchors.findLast(({ line }) => isTelling(segment[line] ?? ''));
  if (head === undefined) return end;
  const depth = indentOf(segment[head.line] ?? '').length;
  const body = segment.slice(head.line + 1).filter(isTelling);
  const gap = snippet.gaps[index + 1];
  const goesOn = gap?.stated === true && gap.indent > depth;
  if (goesOn || body.length === 0 || body.some((line) => indentOf(line).length <= depth)) return end;
  return Math.max(end, blockEnd(document, head.at + 1, depth + 1));
}

/**
 * A last segment without an anchor, behind left-out code, goes to the end of the block that the left-out code is in:
 * that is what "… existing code …" followed by something new says.
 */
function lastAtBlockEnd(
  placements: readonly Placement[],
  { gaps, segments }: Snippet,
  document: readonly string[],
): readonly Placement[] {
  const index = placements.length - 1;
  const gap = gaps[index];
  if (!gap?.stated || gaps.at(-1)?.stated || placements[index]?.anchors.length !== 0) return placements;
  const from = placements[index - 1]?.end ?? 0;
  const at =
    endAmongParts(document, from, segments[index] ?? [], gap.indent) ?? blockEnd(document, from, gap.indent);
  return [...placements.slice(0, -1), { start: at, end: at, anchors: [] }];
}

/** Behind the last part that stands as deep as the segment, in a class say, where the gap says nothing of that depth. */
function endAmongParts(
  document: readonly string[],
  from: number,
  segment: readonly string[],
  gapIndent: number,
): number | undefined {
  const depth = indentOf(segment.find((line) => !isBlank(line)) ?? '').length;
  if (depth <= gapIndent) return undefined;
  const last = document.findLastIndex(
    (line, at) =>
      at >= from && indentOf(line).length === depth && isTelling(line) && standsAmongParts(at, document, ''),
  );
  return last < 0 ? undefined : endOfPart(last, document);
}

/** The first line from `from` on that is less deep than `depth` columns, or the blanks before it. */
function blockEnd(document: readonly string[], from: number, depth: number): number {
  const shallower = document.findIndex(
    (line, at) => at >= from && !isBlank(line) && indentOf(line).length < depth,
  );
  let at = shallower < 0 ? document.length : shallower;
  while (at > from && isBlank(document[at - 1] ?? '')) at--;
  return at;
}

function isAnchored(index: number, placements: readonly Placement[], { segments, gaps }: Snippet): boolean {
  const segment = segments[index] ?? [];
  const { anchors } = placements[index] ?? { anchors: [] };
  const gap = gaps[index];
  const hasStatedGap = gaps.some(({ stated }) => stated);
  const isFirst = index === 0 && !gap?.stated;
  const isLast = index === segments.length - 1 && !gaps.at(-1)?.stated;
  // New lines at the very top or the very end, beside code that is left out.
  if (anchors.length === 0) return hasStatedGap && (isFirst || isLast);
  const telling = segment.flatMap((line, at) => (isTelling(line) ? [at] : []));
  const first = anchors.find(({ line }) => line === telling[0]);
  const last = anchors.find(({ line }) => line === telling.at(-1));
  const common = anchors.filter(({ line }) => telling.includes(line));
  if (isMostlyKnown(segment, telling, common)) return true;
  if (!hasStatedGap) return first?.weak === false && last !== undefined;
  if (first?.weak === false || last?.weak === false) return true;
  // The bracket that closes what the segment before has opened.
  return (
    last !== undefined &&
    gap?.stated === true &&
    index > 0 &&
    isAnchored(index - 1, placements, { segments, gaps })
  );
}

/** Half of it is in the document, and no new line stands around that. */
function isMostlyKnown(
  segment: readonly string[],
  telling: readonly number[],
  common: readonly Anchor[],
): boolean {
  const depth = (line: number | undefined): number => indentOf(segment[line ?? 0] ?? '').length;
  const [first] = common;
  if (first === undefined || common.length * 2 < telling.length) return false;
  return depth(first.line) <= depth(telling[0]) && common.some(({ weak }) => !weak);
}

const COMMENT_LINE = /^\s*(?:\/\/|\/\*|\*|#(?![\w!])|--|<!--|;)/;

/** New comments and blanks stand around changed code without a counterpart. */
function isTelling(line: string): boolean {
  return !isBlank(line) && !COMMENT_LINE.test(line);
}

/** Of the block, counted from 1. Lines that state a gap count too, one for each. */
function firstLine({ segments, gaps }: Snippet, index: number): number {
  const before = segments.slice(0, index).reduce((sum, segment) => sum + segment.length, 0);
  return before + gaps.slice(0, index + 1).filter(({ stated }) => stated).length + 1;
}

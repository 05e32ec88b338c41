import type { Anchor, Placement } from './alignSnippet';
import { diffLines } from './hunks';
import { indentOf, isBlank } from './indentation';
import { endOfPart, standsAmongParts } from './namedParts';
import { bringsIn, nameIn } from './partNames';
import type { Gap, Snippet } from './snippet';

interface Scene {
  readonly document: readonly string[];
  readonly language: string;
}

/**
 * Answers often show the parts that change and pass over those between them without a word. The same snippet with gaps
 * where its place would take such parts away; undefined where it passes over none.
 */
export function withSilentGaps(
  snippet: Snippet,
  placements: readonly Placement[],
  scene: Scene,
): Snippet | undefined {
  const segments: (readonly string[])[] = [];
  const gaps: Gap[] = [];
  for (const [index, segment] of snippet.segments.entries()) {
    gaps.push(snippet.gaps[index] ?? { stated: false, indent: 0 });
    const cuts = cutsIn(segment, placements[index], scene);
    let from = 0;
    for (const cut of cuts) {
      segments.push(segment.slice(from, cut.at));
      gaps.push({ stated: true, indent: cut.indent });
      from = cut.at;
    }
    segments.push(segment.slice(from));
  }
  gaps.push(...snippet.gaps.slice(snippet.segments.length));
  return segments.length > snippet.segments.length ? { segments, gaps } : undefined;
}

interface Cut {
  /** The first line of the segment behind the gap. */
  readonly at: number;
  readonly indent: number;
}

function cutsIn(segment: readonly string[], placement: Placement | undefined, scene: Scene): readonly Cut[] {
  if (placement === undefined) return [];
  const { anchors } = placement;
  const declared = new Set(segment.map((line) => nameIn(line, scene.language)));
  const kept = unchangedParts(placement, scene);
  const cuts: Cut[] = [
    ...cutBehindImports(segment, placement),
    ...cutsBeforeKnown(segment, placement, scene),
  ];
  for (const [index, next] of anchors.entries()) {
    const before = anchors[index - 1];
    if (before === undefined) continue;
    const parts = partsBetween(before.at + 1, next.at, scene).filter(
      (at) => !declared.has(nameIn(scene.document[at] ?? '', scene.language)),
    );
    const [first] = parts;
    // Whoever writes down again what stays says by that what goes.
    if (first === undefined || kept >= KEPT_FOR_EACH_GONE * parts.length) continue;
    const at = cutBetween(segment, before, next);
    cuts.push({ at, indent: indentOf(scene.document[first] ?? '').length });
  }
  cuts.sort((a, b) => a.at - b.at);
  return cuts.filter(({ at }, index) => at > 0 && at < segment.length && at !== cuts[index - 1]?.at);
}

/** New imports ahead of code from further down belong to the imports. */
function cutBehindImports(segment: readonly string[], { anchors }: Placement): readonly Cut[] {
  const code = segment.findIndex((line) => !isBlank(line) && !bringsIn(line));
  const last = segment.slice(0, Math.max(0, code)).findLastIndex(bringsIn);
  const isOpen = /[({]\s*$/.test(segment[last] ?? '');
  const hasAnchor = anchors.some(({ line }) => line < code);
  return last < 0 || isOpen || hasAnchor
    ? []
    : [{ at: last + 1, indent: indentOf(segment[code] ?? '').length }];
}

/** Around parts that the document has by their name elsewhere than the segment's lines were put. */
function cutsBeforeKnown(segment: readonly string[], { anchors }: Placement, scene: Scene): readonly Cut[] {
  const { document, language } = scene;
  const anchored = new Set(anchors.map(({ line }) => line));
  return segment.flatMap((line, at) => {
    const name = nameIn(line, language);
    if (name === undefined || anchored.has(at)) return [];
    const places = document.filter((own) => nameIn(own, language) === name);
    const isKnown = places.length === 1 && indentOf(places[0] ?? '') === indentOf(line);
    if (!isKnown) return [];
    const indent = indentOf(line).length;
    return [startOfPart(at, segment), behindPart(at, segment)].map((cut) => ({ at: cut, indent }));
  });
}

/**
 * Marks what is new by its name and shares no line of its own with the document: its brackets and the marks above it are
 * like those of any other part, which must not give way to it.
 */
export function withFreshParts(snippet: Snippet, placements: readonly Placement[], scene: Scene): Snippet {
  const { document, language } = scene;
  const known = new Set(document.map((line) => nameIn(line, language)));
  const fresh = snippet.segments.map((segment, index) => {
    const own = new Set<number>();
    const telling = (placements[index]?.anchors ?? []).filter(({ same, weak }) => same && !weak);
    for (const [at, line] of segment.entries()) {
      if (nameIn(line, language) === undefined || known.has(nameIn(line, language))) continue;
      const end = endOfPart(at, segment);
      if (telling.some((anchor) => anchor.line >= at && anchor.line < end)) continue;
      for (let each = startOfPart(at, segment); each < end; each++) own.add(each);
    }
    return own;
  });
  return { ...snippet, fresh };
}

/** Where what follows the part begins; the end of the lines where that only closes what is around it. */
function behindPart(at: number, lines: readonly string[]): number {
  const end = endOfPart(at, lines);
  const next = lines.findIndex((line, index) => index >= end && !isBlank(line));
  return next < 0 || indentOf(lines[next] ?? '').length < indentOf(lines[at] ?? '').length
    ? lines.length
    : next;
}

/** With the comments and marks right above it. */
function startOfPart(at: number, lines: readonly string[]): number {
  let start = at;
  while (start > 0 && /^\s*(?:@|#\[|\/\/|\/?\*|#(?!\s*include)|\[\w)/.test(lines[start - 1] ?? '')) start--;
  return start;
}

const KEPT_FOR_EACH_GONE = 2;

/** The lines between two of the document at which parts begin that are no deeper than what follows them. */
function partsBetween(start: number, end: number, { document, language }: Scene): readonly number[] {
  const parts: number[] = [];
  // The bracket behind may be taken for that of the part before.
  const lastEnd = /^\s*[)}\]]/.test(document[end] ?? '') ? end + 1 : end;
  let at = start;
  while (at < end) {
    const isPart = nameIn(document[at] ?? '', language) !== undefined;
    const partEnd = isPart && standsAmongParts(at, document, language) ? endOfPart(at, document) : at;
    if (partEnd > at && partEnd <= lastEnd) parts.push(at);
    at = Math.max(at + 1, Math.min(partEnd, end));
  }
  return parts;
}

/** Parts of several lines that the segment has line for line; lone brackets may be taken for those of another part. */
function unchangedParts({ start, end, anchors }: Placement, { document, language }: Scene): number {
  const told = new Map(
    anchors.filter(({ same, weak }) => same && !weak).map((anchor) => [anchor.at, anchor.line]),
  );
  let count = 0;
  for (let part = start; part < end; part++) {
    if (nameIn(document[part] ?? '', language) === undefined || !standsAmongParts(part, document, language))
      continue;
    const lines = document.slice(part, endOfPart(part, document));
    const telling = lines.flatMap((line, offset) => (/[\p{L}\p{N}]/u.test(line) ? [offset] : []));
    const shift = (told.get(part) ?? 0) - part;
    if (telling.length > 1 && telling.every((offset) => told.get(part + offset) === part + offset + shift))
      count++;
  }
  return count;
}

/** New lines between the two go with the one that they stand with: a blank line parts them. */
function cutBetween(segment: readonly string[], before: Anchor, next: Anchor): number {
  for (let at = next.line - 1; at > before.line; at--) if (isBlank(segment[at] ?? '')) return at + 1;
  const leads = /^\s*(?:@|#\[|\/\/|\/\*|#|\[)/.test(segment[before.line + 1] ?? '');
  return leads ? before.line + 1 : next.line;
}

/**
 * Whether a block that could be the whole file passes over parts of it: they are not in it, and too few of those that are
 * in it stay as they were for it to be a file written down anew.
 */
export function passesOverParts(block: readonly string[], { document, language }: Scene): boolean {
  const declared = new Set(block.map((line) => nameIn(line, language)));
  const changes = diffLines(document, block);
  let gone = 0;
  let kept = 0;
  for (const [at, line] of document.entries()) {
    const name = nameIn(line, language);
    if (name === undefined || !standsAmongParts(at, document, language)) continue;
    const end = endOfPart(at, document);
    if (!declared.has(name)) gone++;
    else if (end > at + 1 && !changes.some((change) => change.start < end && at < change.end)) kept++;
  }
  return gone > 0 && kept < KEPT_FOR_EACH_GONE * gone;
}

import { diffArrays } from 'diff';

/**
 * One run of changed lines: the lines from `start` up to `end` (0-based, `end` not included) give way to `lines`.
 * Hunks of one document stand in its order and don't touch.
 */
export interface Hunk {
  readonly start: number;
  readonly end: number;
  readonly lines: readonly string[];
}

/** A change as editors take it: 0-based lines, characters in UTF-16 units. */
export interface TextEdit {
  readonly startLine: number;
  readonly startCharacter: number;
  readonly endLine: number;
  readonly endCharacter: number;
  readonly text: string;
}

/** The lines of a text without their ends; a text that ends with a line break has an empty last line. */
export function splitLines(text: string): string[] {
  return text.split(/\r\n|\r|\n/);
}

/** Past this many differing lines the search for the shortest difference takes a second, and nobody reads it. */
const MOST_DIFFERENCES = 1_000;

/** What turns `before` into `after`, as few lines as can be. */
export function diffLines(before: readonly string[], after: readonly string[]): readonly Hunk[] {
  const changes = diffArrays([...before], [...after], { maxEditLength: MOST_DIFFERENCES });
  if (changes === undefined) return [middleHunk(before, after)];
  const hunks: Hunk[] = [];
  let at = 0;
  let open: { start: number; end: number; lines: string[] } | undefined;
  for (const { added, removed, value } of changes) {
    if (!added && !removed) {
      at += value.length;
      open = undefined;
      continue;
    }
    if (open === undefined) hunks.push((open = { start: at, end: at, lines: [] }));
    if (added) open.lines.push(...value);
    else open.end = at += value.length;
  }
  return hunks;
}

/** All between the common beginning and the common end. */
function middleHunk(before: readonly string[], after: readonly string[]): Hunk {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  return { start: head, end: before.length - tail, lines: after.slice(head, after.length - tail) };
}

export function applyHunks(before: readonly string[], hunks: readonly Hunk[]): string[] {
  const after: string[] = [];
  let at = 0;
  for (const { start, end, lines } of hunks) {
    after.push(...before.slice(at, start), ...lines);
    at = end;
  }
  after.push(...before.slice(at));
  return after;
}

/** The lines that each hunk has in the text it makes, 0-based, `end` not included. */
export function placesAfter(
  hunks: readonly Hunk[],
): readonly { readonly start: number; readonly end: number }[] {
  let shift = 0;
  return hunks.map(({ start, end, lines }) => {
    const place = { start: start + shift, end: start + shift + lines.length };
    shift += lines.length - (end - start);
    return place;
  });
}

/** The hunks that are left once this one is in the document. */
export function withoutAccepted<H extends Hunk>(hunks: readonly H[], accepted: H): readonly H[] {
  const shift = accepted.lines.length - (accepted.end - accepted.start);
  return hunks
    .filter((hunk) => hunk !== accepted)
    .map((hunk) =>
      hunk.start < accepted.start ? hunk : { ...hunk, start: hunk.start + shift, end: hunk.end + shift },
    );
}

/** The hunk as an edit of a document with these lines, joined by `eol`. */
export function hunkEdit(lines: readonly string[], hunk: Hunk, eol: string): TextEdit {
  const { start, end } = hunk;
  if (end < lines.length) {
    const text = hunk.lines.map((line) => line + eol).join('');
    return { startLine: start, startCharacter: 0, endLine: end, endCharacter: 0, text };
  }
  const lastLine = lines.length - 1;
  const last = { endLine: lastLine, endCharacter: (lines[lastLine] ?? '').length };
  if (start === 0) return { startLine: 0, startCharacter: 0, ...last, text: hunk.lines.join(eol) };
  // The last line has no end of its own: the break before it goes with it.
  const text = hunk.lines.map((line) => eol + line).join('');
  return { startLine: start - 1, startCharacter: (lines[start - 1] ?? '').length, ...last, text };
}

export interface RebasedHunks<H extends Hunk> {
  readonly hunks: readonly H[];
  /** Hunks whose lines, or the lines right beside them, were changed by someone else. */
  readonly dropped: readonly H[];
}

/** The hunks of `base` as hunks of `current`, which someone has made of it meanwhile. */
export function rebaseHunks<H extends Hunk>(
  hunks: readonly H[],
  base: readonly string[],
  current: readonly string[],
): RebasedHunks<H> {
  const changes = diffLines(base, current);
  const rebased: H[] = [];
  const dropped: H[] = [];
  for (const hunk of hunks) {
    if (changes.some((change) => meets(change, hunk))) {
      dropped.push(hunk);
      continue;
    }
    const shift = changes
      .filter(({ end }) => end <= hunk.start)
      .reduce((sum, change) => sum + change.lines.length - (change.end - change.start), 0);
    rebased.push({ ...hunk, start: hunk.start + shift, end: hunk.end + shift });
  }
  return { hunks: rebased, dropped };
}

/** Hunks of one document together; of those that meet, the later ones stay. */
export function joinHunks<H extends Hunk>(earlier: readonly H[], later: readonly H[]): readonly H[] {
  const kept = earlier.filter((hunk) => !later.some((other) => meets(other, hunk)));
  return [...kept, ...later].sort((a, b) => a.start - b.start || a.end - b.end);
}

/** A hunk that only inserts holds no line: a change on both sides of its place meets it too. */
function meets(change: Hunk, hunk: Hunk): boolean {
  const isPoint = hunk.start === hunk.end || change.start === change.end;
  if (!isPoint) return change.start < hunk.end && hunk.start < change.end;
  return change.start <= hunk.end && hunk.start <= change.end;
}

import { isElision } from './elision';
import { indentOf, isBlank } from './indentation';

/** A snippet with gaps: runs of lines, and before, between and behind them what the answer leaves out. */
export interface Snippet {
  readonly segments: readonly (readonly string[])[];
  /** One more than segments: the first stands before the first segment. */
  readonly gaps: readonly Gap[];
  /** Lines by segment that stand for nothing in the document, though one or the other is like a line of it. */
  readonly fresh?: readonly ReadonlySet<number>[];
}

export interface Gap {
  /** Written down in the answer, not only meant. */
  readonly stated: boolean;
  /** Indentation in columns of the line that states it: what it stands for is at least as deep. */
  readonly indent: number;
}

const MEANT: Gap = { stated: false, indent: 0 };

/** Parts a block at the lines that stand for left-out code. A line that the document has too is no such line. */
export function parseSnippet(
  lines: readonly string[],
  document: readonly string[],
  language: string,
): Snippet {
  const known = new Set(document.map((line) => line.trim()));
  const segments: string[][] = [[]];
  const gaps: Gap[] = [MEANT];
  for (const [at, line] of lines.entries()) {
    const isGap = (isElision(line, language) || isStub(at, lines, known)) && !known.has(line.trim());
    if (!isGap) {
      segments.at(-1)?.push(line);
      continue;
    }
    const gap = { stated: true, indent: indentOf(line).length };
    if (isOnlyBlank(segments.at(-1))) {
      gaps[gaps.length - 1] = gap;
      segments[segments.length - 1] = [];
      continue;
    }
    gaps.push(gap);
    segments.push([]);
  }
  if (segments.length > 1 && isOnlyBlank(segments.at(-1))) segments.pop();
  else gaps.push(MEANT);
  return { segments, gaps };
}

function isOnlyBlank(lines: readonly string[] | undefined): boolean {
  return lines?.every((line) => line.trim() === '') ?? true;
}

/** Dots as the body of what the document has, as Python allows them: its body is left out. */
function isStub(at: number, lines: readonly string[], known: ReadonlySet<string>): boolean {
  const line = lines[at] ?? '';
  if (line.trim() !== '...') return false;
  const head = lines
    .slice(0, at)
    .findLast((each) => !isBlank(each) && indentOf(each).length < indentOf(line).length);
  return head?.trimEnd().endsWith(':') === true && known.has(head.trim());
}

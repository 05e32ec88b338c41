import type { KnownFile } from '../candidates/knownFiles';
import { elisionMarker, isBlankOrComment, isCloser } from './commentStyle';

/** Lines of one file, 1-based and inclusive. */
export interface LineRange {
  readonly start: number;
  readonly end: number;
}

/** What a line of a draft is: left out, chosen, or in the prompt anyway. */
const OUT = 0;
const KEPT = 1;
const SHOWN = 2;

/** The lines of one file that have been chosen so far. */
export class FileDraft {
  private readonly state: Uint8Array;
  private keptCount = 0;

  /** Lines in `shown` are in the prompt anyway and are never chosen. */
  constructor(
    readonly file: KnownFile,
    shown?: LineRange,
  ) {
    this.state = new Uint8Array(file.lines.length + 1);
    if (shown !== undefined) this.state.fill(SHOWN, shown.start, shown.end + 1);
  }

  get isEmpty(): boolean {
    return this.keptCount === 0;
  }

  /** True when nothing but blank lines is missing. */
  get isWhole(): boolean {
    return this.file.lines.every((line, index) => this.state[index + 1] === KEPT || line.trim() === '');
  }

  /** The lines that would be added. */
  missing(ranges: readonly LineRange[]): number[] {
    const lines = new Set<number>();
    for (const { start, end } of ranges) {
      for (let line = start; line <= end; line += 1) if (this.state[line] === OUT) lines.add(line);
    }
    return [...lines];
  }

  /** Tokens of the lines that would be added, by a quick guess. */
  guessedTokens(ranges: readonly LineRange[]): number {
    let tokens = 0;
    for (const { start, end } of ranges) {
      for (let line = start; line <= end; line += 1) {
        if (this.state[line] === OUT) tokens += this.file.guessedTokens[line - 1] ?? 0;
      }
    }
    return tokens;
  }

  keep(lines: readonly number[]): void {
    for (const line of lines) this.state[line] = KEPT;
    this.keptCount += lines.length;
  }

  drop(lines: readonly number[]): void {
    for (const line of lines) this.state[line] = OUT;
    this.keptCount -= lines.length;
  }

  keptRange(): LineRange {
    return { start: this.state.indexOf(KEPT), end: this.state.lastIndexOf(KEPT) };
  }

  /** The chosen lines in order; a marker stands where code is left out between them. */
  render(): string {
    const { lines, language } = this.file;
    const marker = elisionMarker(language);
    const { start, end } = this.keptRange();
    const out: string[] = [];
    let elided: string | undefined;
    for (let number = Math.max(start, 1); number <= end; number += 1) {
      const line = lines[number - 1] ?? '';
      if (this.state[number] !== KEPT) {
        if (elided === undefined && !isBlankOrComment(line)) elided = line;
        continue;
      }
      if (elided !== undefined && isWorthMarking(elided, out.at(-1) ?? '')) {
        out.push(indentationOf(elided) + marker);
      }
      elided = undefined;
      out.push(line);
    }
    if (this.endsInHeader(end)) out.push(indentationOf(lines[end] ?? '') + marker);
    return out.length === 0 ? '' : `${out.join('\n')}\n`;
  }

  /** Whether the last chosen line opens a block that is left out: in Python nothing closes it. */
  private endsInHeader(end: number): boolean {
    const next = this.file.lines[end];
    if (end < 1 || next === undefined || isBlankOrComment(next)) return false;
    return indentationOf(next).length > indentationOf(this.file.lines[end - 1] ?? '').length;
  }
}

/** Between whole definitions everybody expects more; within a body or a list a reader would take it for complete. */
function isWorthMarking(elided: string, lineBefore: string): boolean {
  return !isCloser(lineBefore) && indentationOf(elided) !== '';
}

function indentationOf(line: string): string {
  return line.slice(0, line.length - line.trimStart().length);
}

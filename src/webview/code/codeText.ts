import { codeSpans } from './codeSpans';
import type { Highlight } from './highlight';

/** What is highlighted and laid out at once, in characters: a few milliseconds. */
const chunkLength = 2_048;
/** Code up to here is highlighted once more as a whole, for a comment or string may go over chunks. */
const highlightedWhole = 8_192;
/** Longer code stays plain from here on. */
const highlightedAtMost = 262_144;

/** The text of a code block on the page. It grows at its end only. */
export class CodeText {
  readonly element = document.createElement('code');
  private known = '';
  /** A box of whole lines, so that the browser lays out anew only those that change. */
  private lines: HTMLElement | undefined;
  private frozenLength = 0;
  private tail: HTMLElement | undefined;
  private tailText: string | undefined;
  private isWarm = false;
  private isDone = false;

  constructor(
    private readonly language: string,
    private readonly highlight: Highlight,
  ) {}

  /** Whether what is shown can become this code. */
  fits(code: string): boolean {
    if (this.isDone) return code === this.known;
    return code.startsWith(this.known.slice(0, this.frozenLength));
  }

  /** Takes a step towards showing `code`; false when there is more to do. */
  advance(code: string, isWhole: boolean): boolean {
    if (this.isDone) return true;
    this.known = code;
    if (!this.isWarm) {
      // The first code of a language takes longest: its grammar is compiled.
      this.isWarm = true;
      this.highlight('', this.language);
      return false;
    }
    const rest = code.slice(this.frozenLength);
    if (rest.length > chunkLength) {
      this.freeze(rest);
      return false;
    }
    const isNew = this.setTail(rest);
    if (!isWhole) return true;
    const goesOver = this.frozenLength > 0 && code.length <= highlightedWhole;
    if (goesOver && isNew) return false;
    this.isDone = true;
    if (goesOver) this.element.replaceChildren(this.spansOf(code));
    return true;
  }

  private freeze(rest: string): void {
    const cut = cutAt(rest);
    const text = rest.slice(0, cut.at);
    this.setTail(text);
    // A long line is laid out piece by piece.
    if (!cut.endsLine) this.tail?.classList.add('line-piece');
    else if (this.lines?.childElementCount === 1) keepSize(this.lines, text);
    this.tail = this.tailText = undefined;
    // The end of a box stands for the line break.
    this.frozenLength += cut.endsLine ? cut.at + 1 : cut.at;
    if (cut.endsLine) this.lines = undefined;
  }

  /** False when it was shown already. */
  private setTail(text: string): boolean {
    if (text === this.tailText) return false;
    this.lines ??= beginLines(this.element);
    const fresh = document.createElement('span');
    if (this.frozenLength > highlightedAtMost) fresh.textContent = text;
    else fresh.replaceChildren(this.spansOf(text));
    if (this.tail === undefined) this.lines.append(fresh);
    else this.tail.replaceWith(fresh);
    this.tail = fresh;
    this.tailText = text;
    return true;
  }

  private spansOf(text: string): DocumentFragment {
    return codeSpans(this.highlight(text, this.language));
  }
}

function beginLines(code: HTMLElement): HTMLElement {
  const box = document.createElement('span');
  box.className = 'code-lines';
  code.append(box);
  return box;
}

/** Lines that will not change need not be laid out while they are out of sight. */
function keepSize(box: HTMLElement, text: string): void {
  const lines = text.split('\n');
  const longest = Math.max(...lines.map(({ length }) => length));
  box.style.containIntrinsicWidth = `${longest}ch`;
  box.style.containIntrinsicHeight = `${lines.length}lh`;
  box.classList.add('settled');
}

/**
 * Before a blank line, for a statement hardly goes on behind it; else at the end of any line; else in the middle of
 * one. Never behind an empty line, which would not show at the end of its box.
 */
function cutAt(text: string): { readonly at: number; readonly endsLine: boolean } {
  const within = text.slice(0, chunkLength + 1);
  const blank = lastLineEnd(within, /[^\n]\n(?=\n)/g);
  const line = blank > chunkLength / 2 ? blank : lastLineEnd(within, /[^\n]\n/g);
  return line > 0 ? { at: line, endsLine: true } : { at: chunkLength, endsLine: false };
}

/** Where the last line break is that the pattern matches, whose first character stands before it; 0 for none. */
function lastLineEnd(text: string, pattern: RegExp): number {
  let at = 0;
  for (const match of text.matchAll(pattern)) at = match.index + 1;
  return at;
}

import { toFragment } from '../markdown/sanitize';
import type { Highlight } from './highlight';

/** The text of a code block on the page. It grows at its end only. */
export interface CodeText {
  readonly element: HTMLElement;
  /** Takes a step towards showing `code`; false when there is more to do. */
  advance(code: string, isWhole: boolean): boolean;
}

/** What is highlighted and laid out at once, in characters: a few milliseconds. */
const chunkLength = 2_048;
/** Code up to here is highlighted once more as a whole, for a comment or string may go over chunks. */
const highlightedWhole = 16_384;
/** Longer code stays plain from here on. */
const highlightedAtMost = 262_144;

export function createCodeText(language: string, highlight: Highlight): CodeText {
  const element = document.createElement('code');
  /** A box of whole lines, so that the browser lays out anew only those that change. */
  let lines: HTMLElement | undefined;
  let frozenLength = 0;
  let tail: HTMLElement | undefined;
  let tailText: string | undefined;
  let isDone = false;

  const spanOf = (text: string): HTMLElement => {
    const span = document.createElement('span');
    if (frozenLength > highlightedAtMost) span.textContent = text;
    else span.replaceChildren(toFragment(highlight(text, language)));
    return span;
  };
  const beginLines = (): HTMLElement => {
    const box = document.createElement('span');
    box.className = 'code-lines';
    element.append(box);
    return box;
  };
  const setTail = (text: string): void => {
    if (text === tailText) return;
    lines ??= beginLines();
    const fresh = spanOf(text);
    if (tail === undefined) lines.append(fresh);
    else tail.replaceWith(fresh);
    tail = fresh;
    tailText = text;
  };
  const freeze = (rest: string): void => {
    const cut = cutAt(rest);
    setTail(rest.slice(0, cut.at));
    tail = tailText = undefined;
    frozenLength += cut.at;
    if (!cut.endsLine) return;
    // The end of the box stands for the line break.
    frozenLength += 1;
    lines = undefined;
  };

  return {
    element,
    advance: (code, isWhole) => {
      if (isDone) return true;
      const rest = code.slice(frozenLength);
      if (rest.length > chunkLength) {
        freeze(rest);
        return false;
      }
      setTail(rest);
      if (!isWhole) return true;
      isDone = true;
      if (frozenLength > 0 && code.length <= highlightedWhole) {
        element.replaceChildren(toFragment(highlight(code, language)));
      }
      return true;
    },
  };
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

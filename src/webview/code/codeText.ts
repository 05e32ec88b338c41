import { toFragment } from '../markdown/sanitize';
import type { Highlight } from './highlight';

/** The text of a code block on the page. It grows at its end only. */
export interface CodeText {
  readonly element: HTMLElement;
  /** Takes a step towards showing `code`; false when there is more to do. */
  advance(code: string, isWhole: boolean): boolean;
}

/** What is highlighted at once, in characters: a few milliseconds. */
const chunkLength = 4_096;
/** Code up to here is highlighted once more as a whole, for a comment or string may go over chunks. */
const highlightedWhole = 32_768;
/** Longer code stays plain from here on. */
const highlightedAtMost = 262_144;

export function createCodeText(language: string, highlight: Highlight): CodeText {
  const element = document.createElement('code');
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
  const setTail = (text: string): void => {
    if (text === tailText) return;
    const fresh = spanOf(text);
    if (tail === undefined) element.append(fresh);
    else tail.replaceWith(fresh);
    tail = fresh;
    tailText = text;
  };

  return {
    element,
    advance: (code, isWhole) => {
      if (isDone) return true;
      const rest = code.slice(frozenLength);
      if (rest.length > chunkLength) {
        const chunk = rest.slice(0, cutAt(rest));
        setTail(chunk);
        frozenLength += chunk.length;
        tail = tailText = undefined;
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

/** Behind a blank line, where a statement hardly goes on; else behind any line; else in the middle of one. */
function cutAt(text: string): number {
  const blank = text.lastIndexOf('\n\n', chunkLength);
  if (blank > chunkLength / 2) return blank + 2;
  const line = text.lastIndexOf('\n', chunkLength);
  return line > 0 ? line + 1 : chunkLength;
}

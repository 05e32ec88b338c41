// Parts a growing answer into top-level blocks, so that what is finished is rendered once. A block of Markdown goes up to
// a blank line outside of lists and fences; a fenced code block stands by itself.
import {
  closesFence,
  fenceBehind,
  isBlank,
  isHeading,
  isIndented,
  isListItem,
  isPartOfList,
  isTableHead,
  mayBeginList,
  openedFence,
  withoutLead,
  type Fence,
} from './lines';

export type Block =
  | { readonly kind: 'markdown'; readonly text: string }
  | { readonly kind: 'code'; readonly info: string; readonly code: string };

/** A longer block is cut between lines, so that no text can make one step of rendering long. In characters. */
export const longestBlock = 4_096;

/** The browser lays out a table as a whole with every row that comes. */
export const longestTable = 2_048;

/** What would read differently behind a cut is not cut as soon: code inside a list, and the points below a point. */
const longestWhole = 4 * longestBlock;

/** The lines of text that stand before what comes next, without code, from the last heading on. */
export function textAbove(blocks: readonly Block[]): readonly string[] {
  const lines: string[] = [];
  for (const block of [...blocks].reverse()) {
    if (block.kind === 'code') continue;
    lines.unshift(...block.text.split('\n').slice(-mostLinesAbove));
    if (isHeading(block.text) || lines.length > mostLinesAbove) break;
  }
  return lines;
}

/** A file that is named farther up is hardly meant. */
const mostLinesAbove = 40;

/** Behind a sentence if there is one in the second half, else behind a word. */
function cutInLine(text: string): number {
  const sentence = text.lastIndexOf('. ', longestBlock - 1);
  if (sentence > longestBlock / 2) return sentence + 2;
  const space = text.lastIndexOf(' ', longestBlock - 1);
  return space > 0 ? space + 1 : longestBlock;
}

export class BlockSplitter {
  /** What will not change any more; only ever grows at its end. */
  readonly finished: Block[] = [];
  private lines: string[] = [];
  private size = 0;
  private partial = '';
  private fence: Fence | undefined;
  /** Inside of a list or quote that is open. */
  private nested: Fence | undefined;
  private isList = false;
  private afterBlank = false;

  /** What the next text may change; undefined when nothing is begun. */
  open(): Block | undefined {
    const { fence, partial } = this;
    if (fence !== undefined) {
      // A line that has only begun to be the closing fence is not shown as code.
      const begun = withoutLead(partial, fence.lead);
      const isHidden = fence.mark.startsWith(begun.trim());
      return {
        kind: 'code',
        info: fence.info,
        code: [...this.lines, ...(isHidden ? [] : [begun])].join('\n'),
      };
    }
    const text = [...this.lines, partial].join('\n');
    return isBlank(text) ? undefined : { kind: 'markdown', text };
  }

  push(text: string): void {
    const pieces = (this.partial + text).split('\n');
    this.partial = pieces.pop() ?? '';
    for (const line of pieces) this.take(this.takeStart(line.endsWith('\r') ? line.slice(0, -1) : line));
    this.partial = this.takeStart(this.partial);
  }

  /** Of a line that is too long for one block; the result is the rest of it. */
  private takeStart(line: string): string {
    let rest = line;
    while (rest.length > longestBlock && this.fence === undefined) {
      const end = cutInLine(rest);
      this.take(rest.slice(0, end));
      rest = rest.slice(end);
    }
    return rest;
  }

  /** The text is whole: the open block is finished, a fence that was never closed included. */
  end(): void {
    if (this.partial !== '') this.take(this.partial);
    this.partial = '';
    if (this.fence !== undefined) this.finishCode(this.fence);
    else this.finishMarkdown();
  }

  private take(line: string): void {
    if (this.fence === undefined) this.takeText(line);
    else {
      const code = withoutLead(line, this.fence.lead);
      if (closesFence(code, this.fence.mark)) this.finishCode(this.fence);
      else this.add(code);
    }
  }

  private takeText(line: string): void {
    if (this.nested === undefined) {
      const opened = this.isList && isIndented(line) ? undefined : openedFence(line);
      if (opened !== undefined) {
        this.finishMarkdown();
        this.fence = opened;
        return;
      }
      if (this.beginsBlock(line)) this.finishMarkdown();
      else if (this.size > this.longestBefore(line)) this.cut();
      if (this.lines.length === 0) this.isList ||= isListItem(line);
    }
    this.nested = fenceBehind(line, this.nested);
    this.afterBlank = this.nested === undefined && isBlank(line);
    if (this.afterBlank && this.lines.length === 0) return;
    this.add(line);
    if (isHeading(line) && this.lines.length === 1) this.finishMarkdown();
    else if (this.nested !== undefined && this.size > longestWhole) this.cutCode(this.nested);
  }

  /** How long the open block may be for this line to belong to it. */
  private longestBefore(line: string): number {
    if (this.isList) return isListItem(line) ? longestBlock : longestWhole;
    return isTableHead(this.lines) ? longestTable : longestBlock;
  }

  private beginsBlock(line: string): boolean {
    if (this.lines.length === 0 || isBlank(line)) return false;
    if (isHeading(line)) return true;
    if (this.afterBlank) return !this.isList || !isPartOfList(line);
    return !this.isList && mayBeginList(line);
  }

  private add(line: string): void {
    this.lines.push(line);
    this.size += line.length + 1;
  }

  /** A table goes on with its head repeated, a list as a list. */
  private cut(): void {
    const head = this.lines.slice(0, 2);
    const wasList = this.isList;
    this.finishMarkdown();
    if (isTableHead(head)) for (const line of head) this.add(line);
    this.isList = wasList;
  }

  /** Code inside of a list or quote goes on as a block of its own. */
  private cutCode(fence: Fence): void {
    this.finishMarkdown();
    this.fence = fence;
  }

  private finishMarkdown(): void {
    const text = this.lines.join('\n');
    if (!isBlank(text)) this.finished.push({ kind: 'markdown', text });
    this.begin();
  }

  private finishCode({ info }: Fence): void {
    this.finished.push({ kind: 'code', info, code: this.lines.join('\n') });
    this.fence = undefined;
    this.begin();
  }

  private begin(): void {
    this.lines = [];
    this.size = 0;
    this.nested = undefined;
    this.isList = false;
    this.afterBlank = false;
  }
}

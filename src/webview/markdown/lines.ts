// What a line of Markdown is, as far as parting a text into blocks needs it.

/** Of a fenced code block: the mark that opened it, and what stands behind the mark. */
export interface Fence {
  readonly mark: string;
  readonly info: string;
}

const listMark = String.raw`(?:[-*+]|\d{1,9}[.)])`;
const fenceLine = /^ {0,3}(`{3,}|~{3,})[ \t]*([^`]*)$/;
const nestedFenceLine = new RegExp(`^[ \\t>]*(?:${listMark}[ \\t]+)*(\`{3,}|~{3,})`);
const listLine = new RegExp(`^ ?${listMark}(?:[ \\t]|$)`);
const headingLine = /^ {0,3}#{1,6}(?:[ \t]|$)/;
const tableRule = /^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;

export function isBlank(line: string): boolean {
  return line.trim() === '';
}

export function isIndented(line: string): boolean {
  return /^[ \t]/.test(line);
}

export function isHeading(line: string): boolean {
  return headingLine.test(line);
}

export function isListItem(line: string): boolean {
  return listLine.test(line);
}

/** Whether a list goes on with this line behind a blank one. */
export function isPartOfList(line: string): boolean {
  return isListItem(line) || /^(?: {2}|\t)/.test(line);
}

/** What follows a paragraph without a blank line and still begins a list. */
export function mayBeginList(line: string): boolean {
  return /^ ?(?:[-*+]|1[.)])[ \t]+\S/.test(line);
}

export function isTableHead([head = '', rule = '']: readonly string[]): boolean {
  return head.includes('|') && tableRule.test(rule);
}

export function openedFence(line: string): Fence | undefined {
  const [, mark, info] = fenceLine.exec(line) ?? [];
  return mark === undefined ? undefined : { mark, info: (info ?? '').trim() };
}

export function closesFence(line: string, mark: string): boolean {
  const trimmed = line.trim();
  return trimmed.length >= mark.length && trimmed === mark.charAt(0).repeat(trimmed.length);
}

/** The mark of the fence inside a list or quote that is open behind this line, given the one before it. */
export function fenceBehind(line: string, before: string | undefined): string | undefined {
  if (before === undefined) return nestedFenceLine.exec(line)?.[1];
  return closesFence(line.replace(/^[ \t>]*/, ''), before) ? undefined : before;
}

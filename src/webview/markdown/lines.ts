// What a line of Markdown is, as far as parting a text into blocks needs it.

/** Of a fenced code block: the mark that opened it, what stands behind the mark, and what before it. */
export interface Fence {
  readonly mark: string;
  readonly info: string;
  /** Spaces, and the marks of quotes, that each of its lines begins with; marks of lists are spaces here. */
  readonly lead: string;
}

const listMark = String.raw`(?:[-*+]|\d{1,9}[.)])`;
const fenceLine = /^ {0,3}(`{3,}|~{3,})[ \t]*([^`]*)$/;
const nestedFenceLine = new RegExp(`^([ \\t>]*(?:${listMark}[ \\t]+)*)(\`{3,}|~{3,})[ \\t]*([^\`]*)`);
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
  const [, mark, info = ''] = fenceLine.exec(line) ?? [];
  return mark === undefined ? undefined : { mark, info: info.trim(), lead: '' };
}

export function closesFence(line: string, mark: string): boolean {
  const trimmed = line.trim();
  return trimmed.length >= mark.length && trimmed === mark.charAt(0).repeat(trimmed.length);
}

/** The fence inside of a list or quote that is open behind this line, given the one before it. */
export function fenceBehind(line: string, before: Fence | undefined): Fence | undefined {
  if (before !== undefined)
    return closesFence(line.replace(/^[ \t>]*/, ''), before.mark) ? undefined : before;
  const [, lead = '', mark, info = ''] = nestedFenceLine.exec(line) ?? [];
  return mark === undefined ? undefined : { mark, info: info.trim(), lead: lead.replace(/[^ \t>]/g, ' ') };
}

/** A line of the code behind a fence, without what the list or quote around it begins the line with. */
export function withoutLead(line: string, lead: string): string {
  let at = 0;
  while (at < lead.length && (line[at] === lead[at] || line[at] === ' ')) at += 1;
  return line.slice(at);
}

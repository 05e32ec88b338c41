import { fenceLanguage, statedPath } from '../protocol';

/** A fenced block of an answer. */
export interface AnswerBlock {
  /** The first word behind the fence, in lower case; empty where there is none. */
  readonly language: string;
  /** Without the fences, and without a first line that only names the file. */
  readonly lines: readonly string[];
  readonly path?: string;
  /** False while its closing fence has not come. */
  readonly isClosed: boolean;
}

const FENCE = /^( {0,3}|\s*(?:[-*+]|\d+[.)])\s+|\s+)(`{3,}|~{3,})(.*)$/;

/** The fenced code blocks of a Markdown text, in order; one that is never closed goes on to the text's end. */
export function codeBlocksIn(markdown: string): readonly AnswerBlock[] {
  const blocks: AnswerBlock[] = [];
  let open: OpenBlock | undefined;
  let above: string[] = [];
  for (const line of markdown.split(/\r\n|\r|\n/)) {
    if (open === undefined) {
      open = openedBy(line, above);
      if (open === undefined) above = /^#{1,6}\s/.test(line) ? [line] : [...above, line];
    } else if (closes(line, open)) {
      blocks.push(finished(open, true));
      open = undefined;
    } else {
      open.lines.push(withoutIndent(line, open.indent));
    }
  }
  if (open !== undefined) blocks.push(finished(open, false));
  return blocks;
}

interface OpenBlock {
  readonly indent: number;
  readonly fence: string;
  readonly info: string;
  readonly above: readonly string[];
  readonly lines: string[];
}

function openedBy(line: string, above: readonly string[]): OpenBlock | undefined {
  const [, before = '', fence = '', info = ''] = FENCE.exec(line) ?? [];
  if (fence === '' || (fence.startsWith('`') && info.includes('`'))) return undefined;
  return { indent: before.length, fence, info: info.trim(), above, lines: [] };
}

function closes(line: string, { fence }: OpenBlock): boolean {
  const closing = line.trim();
  return closing.length >= fence.length && closing === fence.charAt(0).repeat(closing.length);
}

function withoutIndent(line: string, indent: number): string {
  const own = /^\s*/.exec(line)?.[0].length ?? 0;
  return line.slice(Math.min(own, indent));
}

function finished({ info, above, lines }: OpenBlock, isClosed: boolean): AnswerBlock {
  const stated = statedPath({ info, above, lines });
  return {
    language: fenceLanguage(info),
    lines: stated?.isFirstLine ? lines.slice(1) : lines,
    ...(stated && { path: stated.path }),
    isClosed,
  };
}

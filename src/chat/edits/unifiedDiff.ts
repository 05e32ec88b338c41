/** The changes to one file in a unified diff, read as an answer writes it: numbers and counts may be wrong. */
export interface FileDiff {
  /** The new path, or the old one of a deleted file; undefined where the diff has no header. */
  readonly path: string | undefined;
  readonly hunks: readonly DiffHunk[];
}

export interface DiffHunk {
  readonly lines: readonly DiffLine[];
  /** 1-based, as stated; undefined where the header gives none. */
  readonly oldStart: number | undefined;
  /** Of the block, 1-based. */
  readonly blockLine: number;
}

export interface DiffLine {
  readonly kind: 'context' | 'removed' | 'added';
  readonly text: string;
  /** It has no sign and no blank in front: it may be prose. */
  readonly isUnsigned?: true;
}

const HUNK_HEADER = /^@@(?:\s*-(\d+)(?:,\d+)?\s+\+\d+(?:,\d+)?\s*)?.*@@|^@@/;
const FILE_HEADER =
  /^(?:diff --git |index [0-9a-f]+\.\.|(?:new|deleted) file mode |similarity index |rename (?:from|to) )/;
const NO_END = /^\\ No newline/;

/** Whether a block is a unified diff, by its language or by its look. */
export function looksLikeDiff(lines: readonly string[], language: string): boolean {
  const hasHunk = lines.some((line) => /^@@.*@@/.test(line));
  const hasChange = lines.some((line) => /^[+-](?![+-]{2} )/.test(line));
  if (language === 'diff' || language === 'patch') return hasChange;
  return hasHunk && hasChange;
}

/** A block of any language whose lines carry signs, where those that go are the document's without them. */
export function looksSigned(lines: readonly string[], document: readonly string[]): boolean {
  const known = new Set(document.map((line) => line.trim()));
  const removed = lines.filter((line) => /^-\s*\S/.test(line));
  const isSigned = lines.every((line) => line.trim() === '' || /^[ +-]/.test(line));
  const gone = removed.filter((line) => known.has(line.slice(1).trim()) && !known.has(line.trim()));
  return isSigned && removed.length > 0 && gone.length === removed.length;
}

const SEARCH = /^<{5,9} ?(?:SEARCH|ORIGINAL)\b/;
const DIVIDER = /^={5,9}$/;
const REPLACE = /^>{5,9} ?(?:REPLACE|UPDATED)\b/;

/** Blocks of lines to look for and lines to put in their place, as some models write changes: each as a hunk. */
export function parseSearchReplace(lines: readonly string[]): readonly DiffHunk[] {
  const hunks: { lines: DiffLine[]; oldStart: undefined; blockLine: number }[] = [];
  let kind: 'removed' | 'added' | undefined;
  for (const [at, line] of lines.entries()) {
    const mark = line.trim();
    if (SEARCH.test(mark)) {
      hunks.push({ lines: [], oldStart: undefined, blockLine: at + 1 });
      kind = 'removed';
    } else if (DIVIDER.test(mark) && kind === 'removed') kind = 'added';
    else if (REPLACE.test(mark)) kind = undefined;
    else if (kind !== undefined) hunks.at(-1)?.lines.push({ kind, text: line });
  }
  return hunks;
}

/** Reads a diff of any number of files. Lines that belong to no hunk are passed over. */
export function parseUnifiedDiff(lines: readonly string[]): readonly FileDiff[] {
  const files: OpenFile[] = [];
  let hunk: OpenHunk | undefined;
  let oldPath: string | undefined;
  const fileOf = (): OpenFile => {
    const file = files.at(-1);
    if (file !== undefined) return file;
    const nameless: OpenFile = { path: undefined, hunks: [] };
    files.push(nameless);
    return nameless;
  };
  for (const [at, line] of lines.entries()) {
    const next = lines[at + 1] ?? '';
    if (line.startsWith('--- ') && next.startsWith('+++ ')) {
      oldPath = headerPath(line);
      hunk = undefined;
    } else if (line.startsWith('+++ ') && lines[at - 1]?.startsWith('--- ')) {
      files.push({ path: headerPath(line) ?? oldPath, hunks: [] });
      hunk = undefined;
    } else if (FILE_HEADER.test(line)) {
      hunk = undefined;
    } else if (HUNK_HEADER.test(line)) {
      hunk = { lines: [], oldStart: numberIn(line), blockLine: at + 1 };
      fileOf().hunks.push(hunk);
    } else if (!NO_END.test(line)) {
      // Without any header the whole block is one hunk.
      if (hunk === undefined && /^[ +-]/.test(line)) {
        hunk = { lines: [], oldStart: undefined, blockLine: at + 1 };
        fileOf().hunks.push(hunk);
      }
      hunk?.lines.push(diffLine(line));
    }
  }
  return files.map(({ path, hunks }) => ({ path, hunks: hunks.map(withoutTrailingBlanks) }));
}

interface OpenFile {
  readonly path: string | undefined;
  readonly hunks: OpenHunk[];
}

interface OpenHunk extends DiffHunk {
  readonly lines: DiffLine[];
}

function numberIn(header: string): number | undefined {
  const stated = HUNK_HEADER.exec(header)?.[1];
  return stated === undefined ? undefined : Number(stated);
}

/** A line without a sign is context whose leading blank was lost. */
function diffLine(line: string): DiffLine {
  const kind = line.startsWith('+') ? 'added' : line.startsWith('-') ? 'removed' : 'context';
  const isSigned = kind !== 'context' || line.startsWith(' ');
  return isSigned ? { kind, text: line.slice(1) } : { kind, text: line, isUnsigned: true };
}

/** Blank lines before the next header or the end of the block are not of the hunk. */
function withoutTrailingBlanks(hunk: OpenHunk): DiffHunk {
  const lines = [...hunk.lines];
  while (lines.at(-1)?.kind === 'context' && lines.at(-1)?.text === '') lines.pop();
  return { ...hunk, lines };
}

/** `--- a/src/x.ts\t2024-01-01` → `src/x.ts`; undefined for `/dev/null`. */
function headerPath(line: string): string | undefined {
  const path = line.slice(4).split('\t')[0]?.trim().replace(/^"|"$/g, '') ?? '';
  if (path === '/dev/null' || path === '') return undefined;
  return path.replace(/^[ab]\//, '');
}

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
  const text = kind !== 'context' || line.startsWith(' ') ? line.slice(1) : line;
  return { kind, text };
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

import { looksSecret } from '../context/secretFiles';
import { holdsSecret } from '../context/secretText';

/** The change of one file, as git writes it. */
export interface FileChange {
  /** The new path, or the old one of a deleted file; empty where git's heading can't be read. */
  readonly path: string;
  /** The old path, where the file was renamed or copied. */
  readonly from?: string;
  readonly text: string;
}

/** The changes of a diff by file. */
export function changesByFile(diff: string): readonly FileChange[] {
  const parts: string[][] = [];
  // By line feeds alone: a change may hold every other line end, with anything behind it.
  for (const line of diff.split('\n')) {
    if (/^diff --(git|cc|combined) /.test(line)) parts.push([line]);
    else parts.at(-1)?.push(line);
  }
  return parts.map((lines) => {
    const end = lines.findIndex((line) => line.startsWith('@@'));
    return { ...pathsIn(lines.slice(0, end < 0 ? lines.length : end)), text: lines.join('\n').trimEnd() };
  });
}

/** Without files that hold secrets, by their name or by what is in them. */
export function withoutSecrets(changes: readonly FileChange[]): readonly FileChange[] {
  return changes.filter((change) => !isSecretChange(change));
}

/** True for a change of which nothing may be sent; for one whose file is not known, too. */
export function isSecretChange({ path, from, text }: FileChange): boolean {
  if (path === '' || looksSecret(path) || (from !== undefined && looksSecret(from))) return true;
  // The marks in front of the lines would hide a key that goes over several of them.
  return holdsSecret(text) || holdsSecret(text.replace(/^[-+ ]/gm, ''));
}

function pathsIn(heading: readonly string[]): Pick<FileChange, 'path' | 'from'> {
  const behind = (...starts: readonly string[]): string | undefined => {
    for (const start of starts) {
      const line = heading.find((each) => each.startsWith(start));
      if (line !== undefined) return unquoted(line.slice(start.length));
    }
    return undefined;
  };
  const from = behind('rename from ', 'copy from ');
  const moved = behind('rename to ', 'copy to ');
  const sides = [behind('+++ '), behind('--- ')].filter((side) => side !== '/dev/null');
  const named = sides.find((side) => side !== undefined);
  const path = moved ?? (named === undefined ? pathOfFirstLine(heading[0] ?? '') : withoutSide(named));
  return { path, ...(from !== undefined && { from }) };
}

/** Binary and empty files are named there alone, twice the same. */
function pathOfFirstLine(line: string): string {
  const names = line.replace(/^diff --\w+ /, '');
  if (!line.startsWith('diff --git ')) return unquoted(names);
  const first = names.startsWith('"')
    ? (/^"(?:[^"\\]|\\.)*"/.exec(names)?.[0] ?? '')
    : names.slice(0, (names.length - 1) / 2);
  return withoutSide(unquoted(first));
}

/** `a/` and `b/`, or what `diff.mnemonicPrefix` puts in their place; with `diff.noprefix` there is nothing. */
function withoutSide(name: string): string {
  return name.replace(/^[abciow12]\//, '');
}

/** A path as it is on the disk: git quotes those with unusual characters, and ends those with spaces by a tab. */
function unquoted(name: string): string {
  const quoted = /^"(.*)"\s*$/.exec(name)?.[1];
  if (quoted === undefined) return name.replace(/[\t\r]+$/, '');
  const bytes: number[] = [];
  for (const [part, octal, sign] of quoted.matchAll(/\\([0-7]{3})|\\(.)|[^\\]+/gs)) {
    if (octal !== undefined) bytes.push(parseInt(octal, 8));
    else bytes.push(...new TextEncoder().encode(sign === undefined ? part : (escapes[sign] ?? sign)));
  }
  return new TextDecoder().decode(Uint8Array.from(bytes));
}

const escapes: Readonly<Record<string, string>> = {
  a: '\u0007', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v',
}; // prettier-ignore

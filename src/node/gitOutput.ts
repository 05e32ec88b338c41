import type { ChangedLines } from '../context/gitHistory';

/** Commits that change more files than this are reformatting or moves. */
const MOST_FILES_PER_COMMIT = 30;

/** The files of each commit from the output of `git log --name-only --format=%x00`. */
export function parseCommits(output: string, prefix: string): (readonly string[])[] {
  return output
    .split('\0')
    .map((commit) => commit.split('\n').filter((line) => line !== ''))
    .filter((files) => files.length > 0 && files.length <= MOST_FILES_PER_COMMIT)
    .map((files) => files.map((file) => prefix + file));
}

/** The changed lines, as they stand now, from the output of `git diff --unified=0`. */
export function parseDiff(output: string, prefix: string): ChangedLines[] {
  const changed: ChangedLines[] = [];
  let path: string | undefined;
  for (const line of output.split('\n')) {
    if (line.startsWith('+++ '))
      path = line.startsWith('+++ b/') ? prefix + line.slice(6).trimEnd() : undefined;
    const hunk = /^@@ -\S+ \+(\d+)(?:,(\d+))? @@/.exec(line);
    if (hunk === null || path === undefined) continue;
    const startLine = Number(hunk[1]);
    const count = Number(hunk[2] ?? '1');
    if (count > 0) changed.push({ path, startLine, endLine: startLine + count - 1 });
  }
  return changed;
}

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Log } from '../common/log';
import type { ChangedLines, CoChangedFile, GitHistory } from '../context/gitHistory';
import type { WorkspaceFolder } from '../context/index/workspaceFiles';
import { parseCommits, parseDiff } from './gitOutput';

const runFile = promisify(execFile);

/** Older commits say little about how the code is today. */
const MOST_COMMITS = 1_000;
/** A file must have changed together with another this often before it counts. */
const LEAST_TOGETHER = 2;
const GIT_TIMEOUT_MS = 10_000;
const MOST_OUTPUT_BYTES = 16 * 1024 * 1024;
/** What is uncommitted is read again no more often than this. */
const REREAD_MS = 10_000;

/** Reads the history of the folders in the background. Where git is absent, or a folder is none of its, it stays empty. */
export function createGitHistory(
  folders: readonly WorkspaceFolder[],
  signal: AbortSignal,
  log: Log,
): GitHistory {
  const commitsOf = new Map<string, number[]>();
  let commits: (readonly string[])[] = [];
  let uncommitted: readonly ChangedLines[] = [];
  let readAtMs = -Infinity;
  const prefixOf = (folder: WorkspaceFolder): string => (folders.length > 1 ? `${folder.name}/` : '');

  const git = createGit(signal, log);

  async function readCommits(): Promise<void> {
    const found: (readonly string[])[] = [];
    for (const folder of folders) {
      const args = [
        'log',
        '--no-merges',
        '--no-renames',
        '--name-only',
        '--relative',
        `-n${MOST_COMMITS}`,
        '--format=%x00',
      ];
      found.push(...parseCommits(await git(folder, args), prefixOf(folder)));
    }
    commits = found;
    found.forEach((files, number) => {
      for (const file of files) commitsOf.set(file, [...(commitsOf.get(file) ?? []), number]);
    });
  }

  async function readUncommitted(): Promise<void> {
    const found: ChangedLines[] = [];
    for (const folder of folders) {
      const diff = await git(folder, [
        'diff',
        'HEAD',
        '--relative',
        '--unified=0',
        '--no-color',
        '--no-ext-diff',
      ]);
      found.push(...parseDiff(diff, prefixOf(folder)));
    }
    uncommitted = found;
  }
  void readCommits();
  return {
    coChanged: (path) => together(path, commitsOf, commits),
    uncommitted: () => {
      if (performance.now() - readAtMs > REREAD_MS && !signal.aborted) {
        readAtMs = performance.now();
        void readUncommitted();
      }
      return uncommitted;
    },
  };
}

type Git = (folder: WorkspaceFolder, args: readonly string[]) => Promise<string>;

/** Runs git for what it prints; nothing where it is absent or fails, for nothing depends on it. */
function createGit(signal: AbortSignal, log: Log): Git {
  return async (folder, args) => {
    try {
      const { stdout } = await runFile('git', ['-C', folder.root, '-c', 'core.quotePath=false', ...args], {
        signal,
        timeout: GIT_TIMEOUT_MS,
        maxBuffer: MOST_OUTPUT_BYTES,
        // Git must not write to the repository, nor ask for anything.
        env: { ...process.env, GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0' },
      });
      return stdout;
    } catch (thrown) {
      log.debug(`git ${args[0] ?? ''} said nothing: ${String(thrown)}`);
      return '';
    }
  };
}

function together(
  path: string,
  commitsOf: ReadonlyMap<string, readonly number[]>,
  commits: readonly (readonly string[])[],
): CoChangedFile[] {
  const own = commitsOf.get(path) ?? [];
  const counts = new Map<string, number>();
  for (const number of own) {
    for (const other of commits[number] ?? []) counts.set(other, (counts.get(other) ?? 0) + 1);
  }
  counts.delete(path);
  return [...counts]
    .filter(([, count]) => count >= LEAST_TOGETHER)
    .map(([other, count]) => ({ path: other, share: count / own.length }))
    .sort((a, b) => b.share - a.share || (a.path < b.path ? -1 : 1));
}

import { readFile, readdir, realpath, stat, type Dirent, type Stats } from 'node:fs';
import type { DirectoryEntry, FileStat, WorkspaceFiles } from '../context/index/workspaceFiles';

// What is not there, not readable or not what it was a moment ago: all the same to the index, which does without.
const ABSENT = new Set([
  'ENOENT',
  'ENOTDIR',
  'EISDIR',
  'EACCES',
  'EPERM',
  'ELOOP',
  'ENAMETOOLONG',
  'EIO',
  'ENXIO',
]);

/** The disk. Its callback functions cost half of what its promises do, which counts with 10,000 files. */
export const nodeWorkspaceFiles: WorkspaceFiles = {
  list: (directory) =>
    absentOr((done: Callback<Dirent[]>) => readdir(directory, { withFileTypes: true }, done)).then(
      (entries) => entries?.map((entry): DirectoryEntry => ({ name: entry.name, kind: kindOf(entry) })),
    ),
  stats: (paths) => Promise.all(paths.map(statOf)),
  read: (path) => absentOr((done: Callback<Uint8Array>) => readFile(path, done)),
  realPath: (path) => absentOr((done: Callback<string>) => realpath(path, done)),
};

type Callback<T> = (error: NodeJS.ErrnoException | null, value: T) => void;

function absentOr<T>(call: (done: Callback<T>) => void): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    call((error, value) => {
      if (!error) resolve(value);
      else if (ABSENT.has(error.code ?? '')) resolve(undefined);
      else reject(error);
    });
  });
}

async function statOf(path: string): Promise<FileStat | undefined> {
  const found = await absentOr((done: Callback<Stats>) => stat(path, done));
  if (!found) return undefined;
  const kind = found.isFile() ? 'file' : found.isDirectory() ? 'directory' : 'other';
  return { kind, sizeBytes: found.size, modifiedMs: found.mtimeMs };
}

function kindOf(entry: Dirent): DirectoryEntry['kind'] {
  if (entry.isFile()) return 'file';
  if (entry.isDirectory()) return 'directory';
  return entry.isSymbolicLink() ? 'link' : 'other';
}

import type { WorkspaceFolder } from './workspaceFiles';

/**
 * Translates between index paths and places on disk. An index path is relative to its workspace folder, and begins with
 * the folder's name where there are several; the empty path is the workspace itself.
 */
export interface IndexPaths {
  /** Index paths of the folders: `['']` for a single one. */
  readonly folders: readonly string[];
  /** Undefined for a path in none of the folders. */
  absolute(path: string): string | undefined;
  indexed(absolutePath: string): string | undefined;
}

export function createIndexPaths(workspaceFolders: readonly WorkspaceFolder[]): IndexPaths {
  const single = workspaceFolders.length === 1;
  const folders = workspaceFolders.map(({ name, root }) => ({ path: single ? '' : name, root }));
  return {
    folders: folders.map(({ path }) => path),
    absolute: (path) => {
      const folder = folders.find(
        (one) => one.path === '' || path === one.path || path.startsWith(`${one.path}/`),
      );
      if (!folder) return undefined;
      const rest = folder.path === '' ? path : path.slice(folder.path.length + 1);
      return rest === '' ? folder.root : `${folder.root}/${rest}`;
    },
    indexed: (absolutePath) => {
      // The innermost folder wins where one lies in another.
      const inside = folders
        .filter(({ root }) => absolutePath === root || absolutePath.startsWith(`${root}/`))
        .sort((a, b) => b.root.length - a.root.length)[0];
      if (!inside) return undefined;
      return joinPath(inside.path, absolutePath.slice(inside.root.length + 1));
    },
  };
}

export function joinPath(directory: string, name: string): string {
  if (directory === '') return name;
  return name === '' ? directory : `${directory}/${name}`;
}

/** The folder part: empty for a path at the top. */
export function directoryOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash === -1 ? '' : path.slice(0, slash);
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The name without its extensions: `parse.test.ts` → `parse`. */
export function stemOf(path: string): string {
  const name = baseName(path);
  const dot = name.indexOf('.', 1);
  return dot === -1 ? name : name.slice(0, dot);
}

/** Resolves `.` and `..`; undefined when it leads out of the workspace. */
export function normalizePath(path: string): string | undefined {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}

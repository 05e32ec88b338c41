/** A folder of the workspace, as paths of answers may name it. */
export interface WorkspaceRoot {
  readonly name: string;
  /** Absolute, with forward slashes and without one at the end. */
  readonly path: string;
}

/** A place below one of the workspace's folders; `path` is relative to it, with forward slashes. */
export interface PlaceInWorkspace {
  readonly root: WorkspaceRoot;
  readonly path: string;
}

const DRIVE = /^[A-Za-z]:/;
/** Characters that no ordinary path has and that a terminal or a file system may take for something else. */
const CONTROL = /\p{Cc}/u;

/**
 * The places that a path from an answer can mean, the likeliest first; none where it leads out of the workspace. Links
 * on the disk are not looked at: whoever opens the place has to.
 */
export function placesInWorkspace(
  stated: string,
  roots: readonly WorkspaceRoot[],
): readonly PlaceInWorkspace[] {
  const path = stated.trim().replaceAll('\\', '/');
  if (path === '' || CONTROL.test(path) || path.startsWith('~') || path.startsWith('//')) return [];
  if (path.startsWith('/') || DRIVE.test(path)) return roots.flatMap((root) => belowRoot(path, root));
  const relative = normalised(path);
  if (relative === undefined) return [];
  const [first = '', ...rest] = relative.split('/');
  // With several folders, VS Code and we ourselves write the folder's name first.
  const named = rest.length === 0 ? [] : roots.filter(({ name }) => name === first);
  return [
    ...named.map((root) => ({ root, path: rest.join('/') })),
    ...roots.map((root) => ({ root, path: relative })),
  ];
}

function belowRoot(path: string, root: WorkspaceRoot): readonly PlaceInWorkspace[] {
  const isWindows = DRIVE.test(root.path);
  const fold = (each: string): string => (isWindows ? each.toLowerCase() : each);
  if (!fold(path).startsWith(`${fold(root.path)}/`)) return [];
  const relative = normalised(path.slice(root.path.length + 1));
  return relative === undefined ? [] : [{ root, path: relative }];
}

/** Without `.` and `..`; undefined where it leads out, or to the folder itself. */
function normalised(path: string): string | undefined {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.length === 0 ? undefined : parts.join('/');
}

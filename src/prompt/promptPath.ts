import type { TargetText } from './targetText';

/** A path as a prompt's header may hold it: forward slashes, and nothing that would end the line. */
export function headerPath(path: string): string {
  // eslint-disable-next-line no-control-regex -- Control characters are what must go.
  return path.replaceAll('\\', '/').replace(/[\u0000-\u001F\u007F\u0085\u2028\u2029]+/g, ' ');
}

/** The name of the folder that the target's path is relative to, for families that name the repository. */
export function repoName(target: TargetText): string {
  const folder = decoded(target.uri).replaceAll('\\', '/');
  const root = folder.endsWith(`/${target.path}`) ? folder.slice(0, -target.path.length - 1) : '';
  return headerPath(root.slice(root.lastIndexOf('/') + 1)) || 'repository';
}

function decoded(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri; // A `%` that encodes nothing: the URI names no folder then.
  }
}

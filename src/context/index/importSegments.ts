import type { ParsedImport } from '../parsing/parsedSource';
import { baseName, directoryOf, stemOf } from './indexPaths';

/**
 * By which words an import may be recognised as one of a certain file: the last parts of its specifier and the names it
 * brings in. The other half is `pathSegments`: an import of a file always shares a word with it.
 */
export function importSegments(parsed: ParsedImport): string[] {
  const parts = parsed.specifier.split(/[/\\.:\s"<>#@~]+/).filter((part) => part !== '');
  const last = parts.slice(-2);
  const names = parsed.names.map(({ name }) => name).filter((name) => name !== '*');
  return [...last, ...names];
}

// Paths that name no file at all, only where it stands from here.
const RUST_KEYWORDS = ['super', 'self', 'crate'];

/** The words by which imports may name the file at `path`: its stem, and its folder for those that stand for it. */
export function pathSegments(path: string): string[] {
  const directory = directoryOf(path);
  const folders = [baseName(directory), baseName(directoryOf(directory))].filter((segment) => segment !== '');
  return [stemOf(path), ...folders, ...(path.endsWith('.rs') ? RUST_KEYWORDS : [])];
}

import { directoryOf } from '../index/indexPaths';
import type { Definition, DefinitionKind } from '../index/repositoryIndex';

/** What is private may be made public to be used. */
const PRIVATE_SHARE = 0.15;

/** A function that is private often has the name of one that is not, so what it says is not lost. */
const HIDDEN_KINDS = new Set<DefinitionKind>(['field', 'class', 'interface', 'enum', 'type', 'module']);

/** What is left of a definition's value where the language hides it from the file at `path`. */
export function visibleShare(definition: Definition, path: string): number {
  if (!HIDDEN_KINDS.has(definition.kind)) return 1;
  if (definition.exported || definition.path === path || !definition.path.endsWith('.rs')) return 1;
  return path.startsWith(modulesBelow(definition.path)) ? 1 : PRIVATE_SHARE;
}

/** The folder of a Rust module's children, which see all that it holds. */
function modulesBelow(path: string): string {
  const directory = directoryOf(path);
  const isRoot = /(?:^|\/)(?:mod|lib|main)\.rs$/.test(path);
  const folder = isRoot ? directory : path.replace(/\.rs$/, '');
  return folder === '' ? '' : `${folder}/`;
}

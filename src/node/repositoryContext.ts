import type { Clock } from '../common/clock';
import type { Log } from '../common/log';
import type { ContextGatherer } from '../context/contextGatherer';
import { createDeveloperTrail, type DeveloperTrail } from '../context/developerTrail';
import type { GitHistory } from '../context/gitHistory';
import { createRepositoryIndex, type IndexScope } from '../context/index/createRepositoryIndex';
import type { RepositoryIndex } from '../context/index/repositoryIndex';
import type { ByteStore, IndexStore } from '../context/index/workspaceFiles';
import type { LanguageHints } from '../context/languageHints';
import { createTreeSitterParser } from '../context/parsing/treeSitterParser';
import { createRepositoryGatherer, type GatherPatience } from '../context/repositoryGatherer';
import { createGrammarFiles, grammarFolders } from './grammarFiles';
import { nodeWorkspaceFiles } from './workspaceFiles';

export interface RepositoryContextParts {
  /** The folder of the extension or of this repository, where the grammars lie. */
  readonly extensionRoot: string;
  readonly scope: IndexScope;
  readonly store: IndexStore;
  readonly history: GitHistory;
  readonly hints: LanguageHints;
  readonly clock: Clock;
  readonly log: Log;
  readonly patience?: GatherPatience;
}

/** An index over a workspace, with what gathers context from it. The index does nothing until it is started. */
export interface RepositoryContext {
  readonly index: RepositoryIndex;
  readonly trail: DeveloperTrail;
  readonly gatherer: ContextGatherer;
}

export function createRepositoryContext(parts: RepositoryContextParts): RepositoryContext {
  const { extensionRoot, scope, store, history, hints, clock, log, patience } = parts;
  const parser = createTreeSitterParser(createGrammarFiles(grammarFolders(extensionRoot)), log);
  const index = createRepositoryIndex({ files: nodeWorkspaceFiles, store, parser, clock, log }, scope);
  const trail = createDeveloperTrail();
  const gatherer = createRepositoryGatherer({
    index,
    trail,
    history,
    hints,
    clock,
    ...(patience !== undefined && { patience }),
  });
  return { index, trail, gatherer };
}

/** Keeps nothing: the index is made anew each time. */
export const noIndexStore: IndexStore = {
  load: () => Promise.resolve(undefined),
  save: () => Promise.resolve(),
};

/** As `noIndexStore`. */
export const noByteStore: ByteStore = {
  load: () => Promise.resolve(undefined),
  save: () => Promise.resolve(),
};

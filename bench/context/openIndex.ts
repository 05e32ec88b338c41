import path from 'node:path';
import { systemClock } from '../../src/common/clock';
import { silentLog } from '../../src/common/log';
import { createRepositoryIndex } from '../../src/context/index/createRepositoryIndex';
import type { RepositoryIndex } from '../../src/context/index/repositoryIndex';
import type { IndexStore } from '../../src/context/index/workspaceFiles';
import { createTreeSitterParser } from '../../src/context/parsing/treeSitterParser';
import { createGrammarFiles, grammarFolders } from '../../src/node/grammarFiles';
import { nodeWorkspaceFiles } from '../../src/node/workspaceFiles';
import { fromRoot } from '../../tools/root';

/** An index of all source files in the folder, those ignored too: installed packages make the largest corpus at hand. */
export function openIndex(root: string, store: IndexStore): RepositoryIndex {
  const log = silentLog;
  const parser = createTreeSitterParser(createGrammarFiles(grammarFolders(fromRoot())), log);
  const folder = path.resolve(root).split(path.sep).join('/');
  return createRepositoryIndex(
    { files: nodeWorkspaceFiles, store, parser, clock: systemClock, log },
    { folders: [{ name: 'corpus', root: folder }], excludeGlobs: [], useIgnoreFiles: false },
  );
}

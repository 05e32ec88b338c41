import path from 'node:path';
import { systemClock } from '../../src/common/clock';
import { silentLog } from '../../src/common/log';
import type { ContextGatherer } from '../../src/context/contextGatherer';
import { noGitHistory } from '../../src/context/gitHistory';
import type { RepositoryIndex } from '../../src/context/index/repositoryIndex';
import { noLanguageHints } from '../../src/context/languageHints';
import { createRepositoryContext, noIndexStore } from '../../src/node/repositoryContext';
import type { TargetText } from '../../src/prompt/targetText';
import { fromRoot } from '../root';

/** The repository that prompts are taken from, indexed whole. */
export interface ToolRepository {
  readonly gatherer: ContextGatherer;
  readonly index: RepositoryIndex;
  readonly indexMs: number;
  /** Makes the index read the target without the masked text; resolves when it has. */
  show(target: TargetText): Promise<void>;
  /** Makes it read the file as it lies on the disk again. */
  forget(target: TargetText): void;
}

/** The tool's answer must not depend on how fast the machine is. */
const PATIENCE = { hintsMs: 0, focusMs: 60_000, diskMs: 60_000 };

export async function openRepository(root: string): Promise<ToolRepository> {
  const started = performance.now();
  const { index, gatherer } = createRepositoryContext({
    extensionRoot: fromRoot(),
    scope: { folders: [{ name: path.basename(path.resolve(root)), root: posix(root) }], excludeGlobs: [] },
    store: noIndexStore,
    history: noGitHistory,
    hints: noLanguageHints,
    clock: systemClock,
    log: silentLog,
    patience: PATIENCE,
  });
  await index.start([], new AbortController().signal);
  const indexMs = performance.now() - started;
  return {
    gatherer,
    index,
    indexMs,
    show: (target) => {
      index.updateBuffer(target.path, target.prefix + target.suffix, target.version);
      return index.settled();
    },
    forget: (target) => index.dropBuffer(target.path),
  };
}

function posix(root: string): string {
  return path.resolve(root).split(path.sep).join('/');
}

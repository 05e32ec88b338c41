import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../common/disposable';
import { t } from '../common/l10n';
import { grouped } from '../common/grouped';
import type { IndexProgress } from '../context/index/repositoryIndex';
import type { WorkspacePlanner } from '../node/workerPlanner';
import type { CommandId } from './commandIds';

/** Shows among the editor's language status items how far the workspace is indexed, and lets the user stop it. */
export interface IndexStatus extends Disposable {
  stop(): void;
  resume(): void;
}

type Indexing = Pick<WorkspacePlanner, 'setIndexing' | 'onIndexProgress'>;

export function showIndexStatus(indexing: Indexing): IndexStatus {
  const store = new DisposableStore();
  const item = store.add(vscode.languages.createLanguageStatusItem('fillwright.index', { pattern: '**' }));
  item.name = t('Fillwright: index of the workspace');
  let latest: IndexProgress = { phase: 'idle', filesFound: 0, filesIndexed: 0, bytesIndexed: 0 };
  let isStopped = false;
  const show = (): void => {
    const { text, action } = indexWords(latest, isStopped);
    item.text = text;
    item.busy = !isStopped && isUnderWay(latest);
    item.command = action;
  };
  const turn = (on: boolean): void => {
    isStopped = !on;
    indexing.setIndexing(on);
    show();
  };
  store.add(
    indexing.onIndexProgress((progress) => {
      latest = progress;
      show();
    }),
  );
  show();
  return { stop: () => turn(false), resume: () => turn(true), dispose: () => store.dispose() };
}

interface IndexWords {
  readonly text: string;
  readonly action: { readonly title: string; readonly command: CommandId } | undefined;
}

function indexWords(progress: IndexProgress, isStopped: boolean): IndexWords {
  const indexed = grouped(progress.filesIndexed);
  if (isStopped) {
    return {
      text: t('Indexing stopped after {0} files', indexed),
      action: { title: t('Resume'), command: 'fillwright.resumeIndexing' },
    };
  }
  if (!isUnderWay(progress)) return { text: t('{0} files indexed', indexed), action: undefined };
  return {
    text: t('Indexing: {0} of {1} files', indexed, grouped(progress.filesFound)),
    action: { title: t('Stop'), command: 'fillwright.stopIndexing' },
  };
}

function isUnderWay({ phase }: IndexProgress): boolean {
  return phase === 'crawling' || phase === 'indexing';
}

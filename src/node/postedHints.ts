import type { LanguageHint, LanguageHints } from '../context/languageHints';
import type { FromWorker } from './workerMessages';

/** Asks the editor's thread what language servers say. */
export interface PostedHints extends LanguageHints {
  answered(id: number, hints: readonly LanguageHint[]): void;
}

export function createPostedHints(post: (message: FromWorker) => void): PostedHints {
  const waiting = new Map<number, (hints: readonly LanguageHint[]) => void>();
  let lastId = 0;
  return {
    near: (uri, cursorLine) =>
      new Promise((resolve) => {
        const id = (lastId += 1);
        waiting.set(id, resolve);
        post({ kind: 'hintsWanted', id, uri, cursorLine });
      }),
    answered: (id, hints) => {
      waiting.get(id)?.(hints);
      waiting.delete(id);
    },
  };
}

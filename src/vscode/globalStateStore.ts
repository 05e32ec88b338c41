import type { Memento } from 'vscode';
import type { Log } from '../common/log';
import type { KeyValueStore } from '../hosts/keyValueStore';

/** Remembers in the editor's own storage for this machine. */
export function globalStateStore(state: Memento, log: Log): KeyValueStore {
  return {
    read: (key) => state.get<unknown>(key),
    write: (key, value) => {
      state.update(key, value).then(undefined, (cause: unknown) => {
        log.error(`"${key}" could not be remembered`, cause);
      });
    },
  };
}

import type { Clock } from '../../common/clock';
import type { Log } from '../../common/log';
import type { FileTable } from './fileTable';
import { decodeIndex, encodeIndex, type SavedIndex } from './indexFormat';
import type { IndexStore } from './workspaceFiles';

// Changes come in bursts; writing the index takes a second for a large workspace.
const SAVE_DELAY_MS = 30_000;

/** What was saved in an earlier session; undefined when there is nothing, or nothing that can be used. */
export async function loadIndex(store: IndexStore, log: Log): Promise<SavedIndex | undefined> {
  try {
    const chunks = await store.load();
    return chunks && (await decodeIndex(chunks));
  } catch (thrown) {
    log.warn(`The saved index can't be used (${reasonOf(thrown)}), so the workspace is indexed anew.`);
    return undefined;
  }
}

function reasonOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** Saves the index some time after it changed. */
export interface IndexSaver {
  changed(): void;
  saveNow(): Promise<void>;
  /** Resolves when no saving is under way. */
  saved(): Promise<void>;
}

export function createIndexSaver(
  store: IndexStore,
  table: FileTable,
  { clock, log, signal }: SaverContext,
): IndexSaver {
  let scheduled = false;
  let saving: Promise<void> = Promise.resolve();
  const save = async (): Promise<void> => {
    try {
      await store.save(encodeIndex(table));
    } catch (thrown) {
      log.warn(`The index could not be saved, so the next start takes longer: ${reasonOf(thrown)}`);
    }
  };
  const saveNow = (): Promise<void> => (saving = saving.then(save));
  return {
    saveNow,
    saved: () => saving,
    changed: () => {
      if (scheduled || signal.aborted) return;
      scheduled = true;
      clock
        .sleep(SAVE_DELAY_MS, signal)
        .then(() => {
          scheduled = false;
          return saveNow();
        })
        .catch(() => (scheduled = false)); // Only the end of the session gets here.
    },
  };
}

export interface SaverContext {
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
}

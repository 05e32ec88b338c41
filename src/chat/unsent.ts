import type { Clock } from '../common/clock';
import type { Log } from '../common/log';
import type { KeyValueStore } from '../hosts/keyValueStore';
import type { StoredConversation } from './conversationTree';
import type { ChatFiles } from './history';
import type { AttachmentSource, QuestionEdit } from './protocol';

/** What was begun in a conversation and not sent, as it outlives the window. */
export interface Unsent {
  readonly draft: string;
  readonly edit?: QuestionEdit | undefined;
  readonly sources: readonly AttachmentSource[];
  /** Who is to answer, where nothing was asked yet. */
  readonly picked?: Picked | undefined;
}

type Picked = Pick<StoredConversation, 'endpoint' | 'model' | 'isByOrder' | 'think'>;

/** Keeps what was not sent, by conversation. None of its methods rejects. */
export interface UnsentStore {
  keep(conversation: string, unsent: Unsent | undefined): void;
  read(conversation: string): Promise<Unsent | undefined>;
  /** Conversations in which this window had begun something when it ended, in the order of their beginning. */
  ofThisWindow(): readonly string[];
  /** Writes down what is due. Resolves when it is kept. */
  settled(): Promise<void>;
}

/** Keys come faster than they need to be written down: the page keeps the last of them too. */
const KEEP_AFTER_MS = 1_000;
/** Of windows that never came back to theirs. */
const MOST_KEPT = 100;
const KEY = 'chat.unsent';

export interface UnsentPorts {
  readonly files: ChatFiles;
  /** Of this window alone. */
  readonly window: KeyValueStore;
  readonly clock: Clock;
  readonly log: Log;
}

export function createUnsentStore({ files, window, clock, log }: UnsentPorts): UnsentStore {
  const due = new Map<string, Unsent | undefined>();
  let writing: Promise<void> = Promise.resolve();
  let pause: AbortController | undefined;
  const write = async (): Promise<void> => {
    pause = undefined;
    for (const [id, unsent] of due) {
      due.delete(id);
      const text = unsent && JSON.stringify(unsent);
      await files.update(fileOf(id), () => Promise.resolve(text)).catch(notKept);
    }
    await dropOldest(files).catch(notKept);
  };
  const notKept = (cause: unknown): void => log.error('What was not sent could not be kept', cause);
  const writeNext = (): void => {
    writing = writing.then(write);
  };
  const ofThisWindow = (): readonly string[] => {
    const ids = window.read(KEY);
    return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : [];
  };
  const noteWindow = (id: string, isKept: boolean): void => {
    const ids = ofThisWindow();
    if (ids.includes(id) === isKept) return;
    window.write(KEY, isKept ? [...ids, id] : ids.filter((other) => other !== id));
  };
  return {
    keep: (id, unsent) => {
      due.set(id, unsent);
      noteWindow(id, unsent !== undefined);
      if (pause !== undefined) return;
      pause = new AbortController();
      clock.sleep(KEEP_AFTER_MS, pause.signal).then(writeNext, () => undefined); // Written down already.
    },
    read: async (id) => (due.has(id) ? due.get(id) : readUnsent(files, id, log)),
    ofThisWindow,
    settled: () => {
      pause?.abort();
      writeNext();
      return writing;
    },
  };
}

/** What the user has set for a conversation in which nothing was asked yet; undefined where that is nothing. */
export function pickedOf({ endpoint, model, isByOrder, think }: StoredConversation): Picked | undefined {
  if (model === undefined && think === undefined) return undefined;
  return {
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(model === undefined ? {} : { model }),
    ...(isByOrder === undefined ? {} : { isByOrder }),
    ...(think === undefined ? {} : { think }),
  };
}

async function readUnsent(files: ChatFiles, id: string, log: Log): Promise<Unsent | undefined> {
  try {
    const text = await files.read(fileOf(id));
    if (text === undefined) return undefined;
    const kept = JSON.parse(text) as Partial<Unsent> | null;
    if (typeof kept?.draft !== 'string' || !Array.isArray(kept.sources)) return undefined;
    return { ...kept, draft: kept.draft, sources: kept.sources };
  } catch (cause) {
    log.warn(`What was not sent in a conversation can't be read: ${String(cause)}`);
    return undefined;
  }
}

async function dropOldest(files: ChatFiles): Promise<void> {
  for (const { name } of (await files.list()).slice(MOST_KEPT)) {
    await files.update(name, () => Promise.resolve(undefined));
  }
}

function fileOf(id: string): string {
  return `${id}.json`;
}

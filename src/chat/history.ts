import type { Log } from '../common/log';
import { summaryOf, type KeptSummary } from './conversationSummary';
import { newConversation, type StoredConversation } from './conversationTree';
import { interrupted, mergeConversations } from './mergeConversations';

/** A file as it lies there. */
export interface ChatFile {
  readonly name: string;
  readonly bytes: number;
  /** Differs from that of any other text the file had. */
  readonly stamp: string;
}

/** A file while no other window may change it. */
export interface HeldFile {
  /** Undefined where there is no file. */
  readonly stamp: string | undefined;
  read(): Promise<string | undefined>;
}

/** Files of their own for the conversations of a workspace, shared by all windows that have it open. */
export interface ChatFiles {
  /** The latest changed first. */
  list(): Promise<readonly ChatFile[]>;
  stampOf(name: string): Promise<string | undefined>;
  read(name: string): Promise<string | undefined>;
  /**
   * Replaces a file's text by what `change` makes of it, with no other window in between; undefined deletes. What is cut
   * short leaves the old text. The new stamp; undefined where the file is not there any more, as where it was removed for
   * good.
   */
  update(name: string, change: (file: HeldFile) => Promise<string | undefined>): Promise<string | undefined>;
  /** Deletes a file for good: no window brings it back that still has it open. */
  remove(name: string): Promise<void>;
  wasRemoved(name: string): Promise<boolean>;
}

/** The conversations that are kept. None of its methods rejects: a history that can't be written must not stop a chat. */
export interface ChatHistory {
  /** Of all that are kept, in no order. Reads only what has changed since it was asked last. */
  summaries(): Promise<readonly KeptSummary[]>;
  /** All that are kept, the latest changed first, read one at a time: they may be too much for the memory. */
  each(): AsyncIterable<StoredConversation>;
  load(id: string): Promise<StoredConversation | undefined>;
  /** To be merged with what is open; undefined where this window has saved it, or loaded its news, last. */
  loadNews(id: string): Promise<StoredConversation | undefined>;
  /** Keeps it, together with what another window has added; the result holds both. Undefined where one has deleted it. */
  save(conversation: StoredConversation): Promise<StoredConversation | undefined>;
  remove(id: string): Promise<void>;
  /** Whether a window has deleted it: no other brings it back. */
  isDeleted(id: string): Promise<boolean>;
}

/** What bounds the history. */
export interface HistoryBounds {
  readonly conversations: () => number;
  /** Of all files; images count most. */
  readonly bytes: number;
}

/** A file that is larger was not written by Fillwright, or has no use any more. */
const LARGEST_FILE_CHARS = 64_000_000;

export function createChatHistory(files: ChatFiles, bounds: HistoryBounds, log: Log): ChatHistory {
  const guarded = async <T>(what: string, instead: T, action: () => Promise<T>): Promise<T> => {
    try {
      return await action();
    } catch (cause) {
      log.error(`The chat history could not be ${what}`, cause);
      return instead;
    }
  };
  /** By file, what this window has saved or taken over last. */
  const own = new Map<string, string>();
  const load = (name: string): Promise<StoredConversation | undefined> => readConversation(files, name, log);
  const loadNews = async (name: string): Promise<StoredConversation | undefined> => {
    // Before the text: what is written in between is only read once more.
    const stamp = await files.stampOf(name);
    if (stamp === undefined || stamp === own.get(name)) return undefined;
    const stored = await load(name);
    own.set(name, stamp);
    return stored;
  };
  const summaries = summaryReader(files, log);
  const save = async (conversation: StoredConversation): Promise<StoredConversation | undefined> => {
    const name = fileOf(conversation.id);
    let merged = conversation;
    const stamp = await files.update(name, async (file) => {
      const isOwn = file.stamp !== undefined && file.stamp === own.get(name);
      const text = isOwn ? undefined : await file.read();
      const theirs = text === undefined ? undefined : parseConversation(text, log);
      if (theirs !== undefined) merged = mergeConversations(conversation, theirs);
      return JSON.stringify(merged);
    });
    if (stamp === undefined) return undefined;
    // Where others have added to it, it is merged again the next time: who has it open may not have taken all over.
    if (merged === conversation || isSame(merged, conversation)) own.set(name, stamp);
    else own.delete(name);
    await prune(files, bounds, summaries);
    return merged;
  };
  return {
    summaries: () => guarded('read', [], async () => [...(await summaries()).values()]),
    each: () => eachConversation(files, log),
    load: (id) => guarded('read', undefined, () => load(fileOf(id))),
    loadNews: (id) => guarded('read', undefined, () => loadNews(fileOf(id))),
    save: (conversation) =>
      guarded<StoredConversation | undefined>('written', conversation, () => save(conversation)),
    remove: (id) => guarded('written', undefined, () => files.remove(fileOf(id))),
    isDeleted: (id) => guarded('read', false, () => files.wasRemoved(fileOf(id))),
  };
}

function isSame(one: StoredConversation, other: StoredConversation): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function fileOf(id: string): string {
  return `${id}.json`;
}

type Summaries = ReadonlyMap<string, KeptSummary>;

/** Summaries by file; a file is read again only where its stamp is another. */
function summaryReader(files: ChatFiles, log: Log): () => Promise<Summaries> {
  let known = new Map<string, { readonly stamp: string; readonly summary: KeptSummary | undefined }>();
  return async () => {
    const next: typeof known = new Map();
    for (const { name, stamp } of await files.list()) {
      const before = known.get(name);
      if (before?.stamp === stamp) next.set(name, before);
      else {
        // One at a time: parsing blocks, reading lets others go on.
        const stored = await readConversation(files, name, log);
        next.set(name, { stamp, summary: stored && summaryOf(stored) });
      }
    }
    known = next;
    return new Map([...next].flatMap(([name, { summary }]) => (summary ? [[name, summary] as const] : [])));
  };
}

async function* eachConversation(files: ChatFiles, log: Log): AsyncGenerator<StoredConversation> {
  try {
    for (const { name } of await files.list()) {
      const stored = await readConversation(files, name, log);
      if (stored !== undefined) yield stored;
    }
  } catch (cause) {
    log.error('The chat history could not be read', cause);
  }
}

/** Drops the oldest that are not pinned until the rest is within the bounds; the latest always stays. */
async function prune(
  files: ChatFiles,
  { conversations, bytes: mostBytes }: HistoryBounds,
  summaries: () => Promise<Summaries>,
): Promise<void> {
  const listed = await files.list();
  let count = listed.length;
  let bytes = listed.reduce((sum, file) => sum + file.bytes, 0);
  const isTooMuch = (): boolean => count > conversations() || bytes > mostBytes;
  if (!isTooMuch()) return;
  const known = await summaries();
  const oldestFirst = listed
    .flatMap((file) => {
      const summary = known.get(file.name);
      return summary === undefined || summary.pinned ? [] : [{ ...file, at: summary.updatedAt }];
    })
    .sort((a, b) => a.at - b.at)
    .slice(0, -1);
  for (const file of oldestFirst) {
    if (!isTooMuch()) return;
    await files.update(file.name, () => Promise.resolve(undefined));
    count -= 1;
    bytes -= file.bytes;
  }
}

async function readConversation(
  files: ChatFiles,
  name: string,
  log: Log,
): Promise<StoredConversation | undefined> {
  const text = await files.read(name);
  return text === undefined ? undefined : parseConversation(text, log);
}

/** What can't be read is left alone: a later version may have written it. */
function parseConversation(text: string, log: Log): StoredConversation | undefined {
  if (text.length > LARGEST_FILE_CHARS) return undefined;
  try {
    const parsed = JSON.parse(text) as Partial<StoredConversation> | null;
    if (parsed?.format !== 1 || typeof parsed.id !== 'string' || !Array.isArray(parsed.nodes))
      return undefined;
    const whole = { ...newConversation(parsed.id, 0), ...parsed };
    return interrupted(whole);
  } catch (cause) {
    log.warn(`A conversation of the chat history can't be read: ${String(cause)}`);
    return undefined;
  }
}

import type { Log } from '../common/log';
import { newConversation, type StoredConversation } from './conversationTree';
import { interrupted, mergeConversations } from './mergeConversations';

/** Files of their own for the conversations of a workspace, shared by all windows that have it open. */
export interface ChatFiles {
  /** Names, the latest changed first. */
  list(): Promise<readonly string[]>;
  read(name: string): Promise<string | undefined>;
  /**
   * Replaces a file's text by what `change` makes of it, with no other window in between; undefined deletes. What is cut
   * short leaves the old text. False where the file was removed for good.
   */
  update(name: string, change: (text: string | undefined) => string | undefined): Promise<boolean>;
  /** Deletes a file for good: no window brings it back that still has it open. */
  remove(name: string): Promise<void>;
  wasRemoved(name: string): Promise<boolean>;
}

/** The conversations that are kept. None of its methods rejects: a history that can't be written must not stop a chat. */
export interface ChatHistory {
  /** All that are kept, in no order. */
  all(): Promise<readonly StoredConversation[]>;
  load(id: string): Promise<StoredConversation | undefined>;
  /** Keeps it, together with what another window has added; the result holds both. Undefined where one has deleted it. */
  save(conversation: StoredConversation): Promise<StoredConversation | undefined>;
  remove(id: string): Promise<void>;
  /** Whether a window has deleted it: no other brings it back. */
  isDeleted(id: string): Promise<boolean>;
}

/** A file that is larger was not written by Fillwright, or has no use any more. */
const LARGEST_FILE_CHARS = 64_000_000;

export function createChatHistory(files: ChatFiles, kept: () => number, log: Log): ChatHistory {
  const fileOf = (id: string): string => `${id}.json`;
  const guarded = async <T>(what: string, instead: T, action: () => Promise<T>): Promise<T> => {
    try {
      return await action();
    } catch (cause) {
      log.error(`The chat history could not be ${what}`, cause);
      return instead;
    }
  };
  const load = async (name: string): Promise<StoredConversation | undefined> => {
    const text = await files.read(name);
    return text === undefined ? undefined : parseConversation(text, log);
  };
  const all = async (): Promise<StoredConversation[]> => {
    const loaded = await Promise.all((await files.list()).map(load));
    return loaded.filter((each) => each !== undefined);
  };
  const prune = async (): Promise<void> => {
    if ((await files.list()).length <= kept()) return;
    const oldestLast = (await all())
      .filter(({ pinned }) => !pinned)
      .sort((a, b) => b.updatedAt - a.updatedAt);
    const pinnedCount = (await files.list()).length - oldestLast.length;
    for (const { id } of oldestLast.slice(Math.max(1, kept() - pinnedCount))) {
      await files.update(fileOf(id), () => undefined);
    }
  };
  return {
    all: () => guarded('read', [], all),
    load: (id) => guarded('read', undefined, () => load(fileOf(id))),
    save: (conversation) =>
      guarded<StoredConversation | undefined>('written', conversation, async () => {
        let merged = conversation;
        const isKept = await files.update(fileOf(conversation.id), (text) => {
          const theirs = text === undefined ? undefined : parseConversation(text, log);
          if (theirs !== undefined) merged = mergeConversations(conversation, theirs);
          return JSON.stringify(merged);
        });
        if (!isKept) return undefined;
        await prune();
        return merged;
      }),
    remove: (id) => guarded('written', undefined, () => files.remove(fileOf(id))),
    isDeleted: (id) => guarded('read', false, () => files.wasRemoved(fileOf(id))),
  };
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

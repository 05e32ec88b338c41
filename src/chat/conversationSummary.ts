import type { StoredConversation } from './conversationTree';
import type { ConversationSummary } from './protocol';

/** What the list of conversations shows of one that is kept. */
export type KeptSummary = Omit<ConversationSummary, 'isRunning'>;

export function summaryOf(stored: StoredConversation): KeptSummary {
  const { id, title, pinned, updatedAt, endpoint, model } = stored;
  return {
    id,
    title,
    pinned,
    updatedAt,
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(model === undefined ? {} : { model }),
  };
}

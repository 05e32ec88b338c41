import type { Log } from '../common/log';
import { composerOf } from './inputState';
import type { OpenConversation } from './openConversation';

/** Shows a conversation's composer anew. */
export type RefreshComposer = (conversation: OpenConversation) => void;

/** One count at a time for a conversation; what changes meanwhile is counted afterwards. */
export function composerFeed(log: Log): RefreshComposer {
  const counting = new Map<OpenConversation, { isStale: boolean }>();
  const refresh = (conversation: OpenConversation): void => {
    const under = counting.get(conversation);
    if (under !== undefined) {
      under.isStale = true;
      return;
    }
    const own = { isStale: false };
    counting.set(conversation, own);
    composerOf(conversation)
      .then((composer) => {
        if (!own.isStale) conversation.emit({ type: 'composer', composer });
      })
      .catch((cause: unknown) => log.error('The context could not be measured', cause))
      .finally(() => {
        counting.delete(conversation);
        if (own.isStale) refresh(conversation);
      });
  };
  return refresh;
}

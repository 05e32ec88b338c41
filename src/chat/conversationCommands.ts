import { t } from '../common/l10n';
import { conversationMarkdown } from './exportMarkdown';
import type { RefreshComposer } from './inputFeed';
import type { OpenConversation } from './openConversation';
import type { AnswerAction, ConversationCommand } from './protocol';
import { compactNow } from './sending';
import { sentMessagesText } from './sentMessages';

/** Commands for a conversation as a whole. */
export type WholeCommand =
  Extract<ConversationCommand, { conversation: string }> | Extract<AnswerAction, { type: 'showSent' }>;

export interface ConversationCommandParts {
  readonly wallClock: () => number;
  /** Opens a text as a new document. */
  readonly showText: (text: string, languageId: string) => Promise<void>;
  readonly refresh: RefreshComposer;
  /** Shows the conversation where the command came from. */
  readonly show: (conversation: OpenConversation) => void;
  readonly remove: (conversation: OpenConversation) => Promise<void>;
  readonly confirmDelete: (question: string, yes: string) => Promise<boolean>;
}

export async function runConversationCommand(
  open: OpenConversation,
  command: WholeCommand,
  { wallClock, showText, refresh, show, remove, confirmDelete }: ConversationCommandParts,
): Promise<void> {
  switch (command.type) {
    case 'open':
      if (open.run === undefined) await open.catchUp();
      return show(open);
    case 'rename': {
      const changed = { title: command.title.trim(), updatedAt: wallClock() };
      return open.change((stored) => ({ ...stored, ...changed, titleSource: 'user' }));
    }
    case 'pin':
      return open.change((stored) => ({ ...stored, pinned: command.pinned }));
    case 'delete': {
      const question = t('Delete the conversation "{0}"?', open.stored.title);
      const isEmpty = open.stored.nodes.length === 0;
      if (isEmpty || (await confirmDelete(question, t('Delete')))) await remove(open);
      return;
    }
    case 'export':
      return showText(conversationMarkdown(open.stored), 'markdown');
    case 'showSent':
      return showText(sentMessagesText(open, command.turn), 'markdown');
    case 'compact': {
      const compacting = compactNow(open);
      refresh(open);
      await compacting;
      return refresh(open);
    }
  }
}

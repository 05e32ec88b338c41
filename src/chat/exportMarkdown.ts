import { t } from '../common/l10n';
import { answerText, shownPath, type StoredConversation, type TurnNode } from './conversationTree';

/** The shown branch as a Markdown document, without thoughts. */
export function conversationMarkdown(conversation: StoredConversation): string {
  const title = conversation.title === '' ? t('Conversation') : conversation.title;
  const sections = shownPath(conversation).map(section);
  return `${[`# ${title}`, ...sections].join('\n\n')}\n`;
}

function section(node: TurnNode): string {
  switch (node.kind) {
    case 'user': {
      const attached = node.attachments.map(({ shown }) => `- ${shown.detail ?? shown.label}`);
      const list = attached.length === 0 ? '' : `\n\n${t('Attached:')}\n\n${attached.join('\n')}`;
      return `## ${t('Question')}\n\n${node.text}${list}`;
    }
    case 'answer':
      return `## ${t('Answer of {0}', node.model)}\n\n${answerText(node).trim()}`;
    case 'summary':
      return `## ${t('Summary of what was said before')}\n\n${node.text.trim()}`;
  }
}

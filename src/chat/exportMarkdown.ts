import { answerText, shownPath, type StoredConversation, type TurnNode } from './conversationTree';

/** The shown branch as a Markdown document, without thoughts. */
export function conversationMarkdown(conversation: StoredConversation): string {
  const title = conversation.title === '' ? 'Conversation' : conversation.title;
  const sections = shownPath(conversation).map(section);
  return `${[`# ${title}`, ...sections].join('\n\n')}\n`;
}

function section(node: TurnNode): string {
  switch (node.kind) {
    case 'user': {
      const attached = node.attachments.map(({ shown }) => `- ${shown.detail ?? shown.label}`);
      const list = attached.length === 0 ? '' : `\n\nAttached:\n\n${attached.join('\n')}`;
      return `## Question\n\n${node.text}${list}`;
    }
    case 'answer':
      return `## Answer of ${node.model}\n\n${answerText(node).trim()}`;
    case 'summary':
      return `## Summary of what was said before\n\n${node.text.trim()}`;
  }
}

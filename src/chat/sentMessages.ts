import { builtFor } from './inputState';
import { nodeOf, pathTo, shownPath } from './conversationTree';
import type { OpenConversation } from './openConversation';

/** The messages that a turn was answered by, or that would be sent for the shown branch, as a document to read. */
export function sentMessagesText(open: OpenConversation, turn: string | undefined): string {
  const node = turn === undefined ? undefined : nodeOf(open.stored, turn);
  const path = node === undefined ? shownPath(open.stored) : pathTo(open.stored, node.id);
  const asked = node?.kind === 'answer' ? path.slice(0, -1) : path;
  const { messages } = builtFor(open, asked);
  return `${messages.map(({ role, content }) => `# ${role}\n\n${content}`).join('\n\n')}\n`;
}

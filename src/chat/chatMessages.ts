import type { ChatMessage } from '../transport/chatEngine';
import {
  answerText,
  type SentAttachment,
  type SummaryNode,
  type TurnNode,
  type UserNode,
} from './conversationTree';
import type { ModelAdvice } from './modelAdvice';

/** A message with the part of the meter that it counts for. */
export interface BuiltMessages {
  readonly messages: readonly ChatMessage[];
  /** Texts by what they are, for the meter; together they are all that is sent. */
  readonly parts: {
    readonly instructions: readonly string[];
    readonly conversation: readonly string[];
    readonly attachments: readonly string[];
  };
  readonly images: number;
}

/** Asked for where an answer met its limit or broke off. */
const CONTINUE =
  'Your answer was cut off. Continue it exactly where it stopped: repeat nothing, and begin with the next character.';

/**
 * What is sent for a branch whose last turn is a question, or an answer to go on with. Thoughts are never sent back, and
 * what a summary stands for is not sent.
 */
export function buildMessages(path: readonly TurnNode[], advice: ModelAdvice): BuiltMessages {
  const start = path.findLastIndex(({ kind }) => kind === 'summary');
  const live = start < 0 ? path : path.slice(start);
  const messages: ChatMessage[] = [];
  if (advice.system !== undefined) messages.push({ role: 'system', content: advice.system });
  const opening: ChatMessage[] =
    advice.preamble === undefined ? [] : [{ role: 'user', content: advice.preamble }];
  const turns = [...opening, ...live.flatMap(messagesOf)];
  if (live.at(-1)?.kind === 'answer') turns.push({ role: 'user', content: CONTINUE });
  messages.push(...joined(turns));
  return { messages, ...partsOf(live, advice) };
}

/** An attachment as the model reads it, ahead of the question. */
export function attachmentBlock({ shown, text }: SentAttachment): string {
  if (text === undefined) return '';
  const name = [shown.label, shown.detail].filter((each) => each !== undefined && each !== '').join(', ');
  const fence = '`'.repeat(Math.max(3, longestFence(text) + 1));
  return `${headings[shown.kind]} (${name}):\n${fence}\n${text.replace(/\n$/, '')}\n${fence}`;
}

const headings: Readonly<Record<SentAttachment['shown']['kind'], string>> = {
  file: 'File',
  folder: 'Folder',
  symbol: 'Symbol',
  selection: 'Selection',
  'open-editors': 'Open editors',
  problems: 'Problems',
  diff: 'Changes that are not committed',
  terminal: 'Terminal output',
  repo: 'Found in the repository',
  image: 'Image',
};

function longestFence(text: string): number {
  return Math.max(0, ...[...text.matchAll(/^\s*(`{3,})/gm)].map(([, fence = '']) => fence.length));
}

function messagesOf(node: TurnNode): ChatMessage[] {
  switch (node.kind) {
    case 'user':
      return [userMessage(node)];
    case 'answer': {
      const content = answerText(node);
      return content.trim() === '' ? [] : [{ role: 'assistant', content }];
    }
    case 'summary':
      return [{ role: 'user', content: summaryText(node) }];
  }
}

function userMessage(node: UserNode): ChatMessage {
  const blocks = node.attachments.map(attachmentBlock).filter((block) => block !== '');
  const images = node.attachments
    .map(({ imageBase64 }) => imageBase64)
    .filter((image) => image !== undefined);
  const content = [...blocks, questionOf(node)].join('\n\n');
  return { role: 'user', content, ...(images.length === 0 ? {} : { images }) };
}

function questionOf({ prompt, text }: UserNode): string {
  return prompt ?? text;
}

function summaryText({ text, attached = [] }: SummaryNode): string {
  const said = `What was said before, in short:\n${text}`;
  if (attached.length === 0) return said;
  return `${said}\n\nAttached before, and not shown again: ${attached.join(', ')}`;
}

/** Many templates want the roles to take turns: questions in a row become one. */
function joined(messages: readonly ChatMessage[]): ChatMessage[] {
  const result: ChatMessage[] = [];
  for (const message of messages) {
    const last = result.at(-1);
    if (last?.role !== 'user' || message.role !== 'user') {
      result.push(message);
      continue;
    }
    const images = [...(last.images ?? []), ...(message.images ?? [])];
    const content = `${last.content}\n\n${message.content}`;
    result[result.length - 1] = { role: 'user', content, ...(images.length === 0 ? {} : { images }) };
  }
  return result;
}

function partsOf(live: readonly TurnNode[], advice: ModelAdvice): Pick<BuiltMessages, 'parts' | 'images'> {
  const conversation = live.map((node) => {
    if (node.kind === 'user') return questionOf(node);
    return node.kind === 'summary' ? summaryText(node) : answerText(node);
  });
  const attached = live.flatMap((node) => (node.kind === 'user' ? node.attachments : []));
  return {
    parts: {
      instructions: [advice.system ?? advice.preamble ?? ''].filter((text) => text !== ''),
      conversation: conversation.filter((text) => text !== ''),
      attachments: attached.map(attachmentBlock).filter((block) => block !== ''),
    },
    images: attached.filter(({ imageBase64 }) => imageBase64 !== undefined).length,
  };
}

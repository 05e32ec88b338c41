import type { ChatModel } from '../../hosts/chatModel';
import type { ChatTurnRequest } from '../../hosts/chatModelSession';
import type { ChatMessage } from '../../transport/chatEngine';
import { adviceFor } from '../modelAdvice';
import { toChatMessages, toChatTools, type ForeignMessage, type ForeignTool } from './foreignMessages';
import { foreignSampling } from './offeredModels';

/** What VS Code's own chat asks of a model. */
export interface ForeignQuestion {
  readonly messages: readonly ForeignMessage[];
  readonly tools: readonly ForeignTool[];
  /** The answer has to call a tool. */
  readonly mustCall: boolean;
  readonly sampling: Readonly<Record<string, unknown>> | undefined;
  readonly maxTokens: number;
}

/** The same as a host takes it, by the advice of the model's makers where the asker has no wish of its own. */
export function requestFor(model: ChatModel, question: ForeignQuestion): ChatTurnRequest {
  const tools = model.tools ? toChatTools(question.tools) : [];
  const messages = toChatMessages(question.messages);
  const placed = model.isDeepseekR1 ? withoutSystem(messages) : messages;
  const mustCall = question.mustCall && tools.length > 0;
  const names = tools.map(({ name }) => name);
  return {
    messages: mustCall ? withCallAsked(placed, names) : placed,
    options: {
      numPredict: question.maxTokens,
      ...adviceFor(model, '').sampling,
      ...foreignSampling(question.sampling),
    },
    ...(tools.length > 0 && { tools }),
    ...(mustCall && { mustCall }),
  };
}

/** R1's makers advise against system prompts: what they say goes ahead of the first question. */
function withoutSystem(messages: readonly ChatMessage[]): readonly ChatMessage[] {
  const instructions = messages.flatMap(({ role, content }) => (role === 'system' ? [content] : []));
  const others = messages.filter(({ role }) => role !== 'system');
  const first = others.findIndex(({ role }) => role === 'user');
  if (instructions.length === 0 || first < 0) return messages;
  const text = instructions.join('\n\n');
  return others.map((message, at) =>
    at === first ? { ...message, content: `${text}\n\n${message.content}` } : message,
  );
}

/** Not every host can make a model call a tool; every model can be told to. */
function withCallAsked(messages: readonly ChatMessage[], names: readonly string[]): readonly ChatMessage[] {
  const last = messages.findLastIndex(({ role }) => role === 'user');
  const request = `Answer by calling ${names.length === 1 ? 'the tool' : 'one of the tools'} ${names.join(', ')}.`;
  return messages.map((message, at) =>
    at === last ? { ...message, content: `${message.content}\n\n${request}` } : message,
  );
}

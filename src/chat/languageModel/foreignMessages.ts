import type { ChatMessage, ChatTool, ToolCall } from '../../transport/chatEngine';

/** A message as VS Code's own chat hands it over. Parts are told apart by what they hold, for newer kinds have no class here. */
export interface ForeignMessage {
  readonly role: number;
  readonly content: readonly unknown[];
}

/** As VS Code counts roles; 3 is not in its stable interface but comes all the same. */
const ASSISTANT = 2;
const SYSTEM = 3;

export interface ForeignTool {
  readonly name: string;
  readonly description: string;
  readonly inputSchema?: object | undefined;
}

/** Messages of VS Code's chat as a host takes them. */
export function toChatMessages(messages: readonly ForeignMessage[]): readonly ChatMessage[] {
  const toolNames = new Map<string, string>();
  return messages.flatMap((message) => {
    const parts = readParts(message.content);
    for (const { id, name } of parts.calls) toolNames.set(id, name);
    // What tools gave stands in a user's message there, and is a message of its own here.
    const results = parts.results.map(({ id, text }): ChatMessage => {
      return { role: 'tool', content: text, toolCallId: id, toolName: toolNames.get(id) ?? 'tool' };
    });
    return [...results, ...ownMessage(message.role, parts)];
  });
}

export function toChatTools(tools: readonly ForeignTool[]): readonly ChatTool[] {
  return tools.map(({ name, description, inputSchema }) => ({
    name,
    description,
    parameters: { ...(inputSchema ?? { type: 'object', properties: {} }) },
  }));
}

/** All that counts as tokens in a message. */
export function textOfForeign(content: readonly unknown[]): string {
  const { text, calls, results } = readParts(content);
  const written = calls.map((call) => `${call.name} ${JSON.stringify(call.arguments)}`);
  return [text, ...written, ...results.map((result) => result.text)].join('\n');
}

interface Parts {
  readonly text: string;
  readonly images: readonly string[];
  readonly calls: readonly ToolCall[];
  readonly results: readonly { readonly id: string; readonly text: string }[];
}

function readParts(content: readonly unknown[]): Parts {
  const texts: string[] = [];
  const images: string[] = [];
  const calls: ToolCall[] = [];
  const results: { id: string; text: string }[] = [];
  for (const part of content) {
    const { value, callId, name, input, mimeType, data, content: inner } = fields(part);
    if (typeof callId === 'string' && typeof name === 'string')
      calls.push({ id: callId, name, arguments: { ...(input as object | undefined) } });
    else if (typeof callId === 'string' && Array.isArray(inner))
      results.push({ id: callId, text: readParts(inner).text });
    else if (typeof mimeType === 'string' && data instanceof Uint8Array) {
      if (mimeType.startsWith('image/')) images.push(base64(data));
      else if (/^text\/|json/.test(mimeType)) texts.push(new TextDecoder().decode(data));
    } else if (typeof value === 'string') texts.push(value);
  }
  return { text: texts.join(''), images, calls, results };
}

function ownMessage(role: number, { text, images, calls, results }: Parts): readonly ChatMessage[] {
  if (role === SYSTEM) return text === '' ? [] : [{ role: 'system', content: text }];
  if (role === ASSISTANT)
    return [{ role: 'assistant', content: text, ...(calls.length > 0 && { toolCalls: calls }) }];
  if (text === '' && images.length === 0 && results.length > 0) return [];
  return [{ role: 'user', content: text, ...(images.length > 0 && { images }) }];
}

function fields(part: unknown): Readonly<Record<string, unknown>> {
  if (typeof part === 'string') return { value: part };
  return typeof part === 'object' && part !== null ? (part as Record<string, unknown>) : {};
}

function base64(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += CHUNK)
    binary += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  return btoa(binary);
}

/** More arguments than this and a call overflows the stack. */
const CHUNK = 8_192;

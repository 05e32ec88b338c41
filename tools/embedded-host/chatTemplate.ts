import { createRequire } from 'node:module';
import { fromRoot } from '../root';
import { HostError } from './hostError';
import type { HostedModel } from './hostedModel';
import type { ChatMessage } from './requestBody';

interface Jinja {
  readonly Template: new (source: string) => { render(values: Record<string, unknown>): string };
}

/** What Ollama gives a model without a template, in its own notation. */
export const PLAIN_TEMPLATE = '{{ .Prompt }}';

/**
 * The prompt of a conversation: by the model's own chat template, or plain.
 * @throws HostError 500 when the model's template fails
 */
export async function renderChat(model: HostedModel, messages: readonly ChatMessage[]): Promise<string> {
  if (model.chatTemplate === undefined) return plain(messages);
  const { Template } = await jinja();
  try {
    return new Template(model.chatTemplate).render({ messages, add_generation_prompt: true, bos_token: '' });
  } catch (error) {
    throw new HostError(500, `chat template: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/**
 * Like renderChat, but leaves out the oldest messages until the rest fits; the last message and the system's always
 * stay, as in Ollama.
 */
export async function renderFitting(
  model: HostedModel,
  messages: readonly ChatMessage[],
  fits: (prompt: string) => boolean,
): Promise<string> {
  for (let skipped = 0; ; skipped++) {
    const system = messages.slice(0, skipped).filter(({ role }) => role === 'system');
    const prompt = await renderChat(model, [...system, ...messages.slice(skipped)]);
    if (skipped >= messages.length - 1 || fits(prompt)) return prompt;
  }
}

/**
 * Ollama's template `{{ .Prompt }}` over a conversation: the users' texts one after the other, each answer of the
 * assistant behind its question; messages of one role in a row are joined by a blank line. System texts have no
 * place in it.
 */
function plain(messages: readonly ChatMessage[]): string {
  const turns: { role: string; content: string }[] = [];
  for (const { role, content } of messages) {
    const last = turns.at(-1);
    if (last?.role === role) last.content += `\n\n${content}`;
    else turns.push({ role, content });
  }
  return turns
    .filter(({ role }) => role === 'user' || role === 'assistant')
    .map(({ content }) => content)
    .join('');
}

/** node-llama-cpp brings a Jinja of its own, which is used rather than a second one. */
async function jinja(): Promise<Jinja> {
  const { resolve } = createRequire(fromRoot('tools', 'embedded-host', 'package.json'));
  return (await import(resolve('@huggingface/jinja'))) as Jinja;
}

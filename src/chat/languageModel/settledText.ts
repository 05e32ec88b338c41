import type { Thinking } from '../../hosts/chatModel';
import type { ChatEvent } from '../../transport/chatEngine';

/**
 * The events of an answer without its thought, for those who can't take a text back. A model that always thinks may have
 * its thought opened by the host's template, so that it looks like text until it ends: text is held back until then.
 */
export async function* withoutThought(
  events: AsyncIterable<ChatEvent>,
  thinking: Thinking,
): AsyncGenerator<Exclude<ChatEvent, { kind: 'thinking' | 'text-was-thinking' }>, void, undefined> {
  let held = '';
  let isSettled = thinking.kind !== 'always';
  for await (const event of events) {
    if (event.kind === 'text' && !isSettled) {
      held += event.text;
      continue;
    }
    if (event.kind === 'thinking' || event.kind === 'text-was-thinking') {
      isSettled = true;
      if (event.kind === 'text-was-thinking') held = '';
      continue;
    }
    if (held !== '') yield { kind: 'text', text: held };
    held = '';
    yield event;
  }
}

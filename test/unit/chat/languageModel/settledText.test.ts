import assert from 'node:assert/strict';
import { withoutThought } from '../../../../src/chat/languageModel/settledText';
import type { Thinking } from '../../../../src/hosts/chatModel';
import type { ChatEvent } from '../../../../src/transport/chatEngine';

const done: ChatEvent = { kind: 'done', finishReason: 'stop', metrics: {} };
const always: Thinking = { kind: 'always', levels: [] };

async function texts(thinking: Thinking, ...events: readonly ChatEvent[]): Promise<readonly string[]> {
  async function* stream(): AsyncGenerator<ChatEvent> {
    await Promise.resolve();
    yield* events;
  }
  const seen: string[] = [];
  for await (const event of withoutThought(stream(), thinking))
    if (event.kind === 'text') seen.push(event.text);
  return seen;
}

const text = (each: string): ChatEvent => ({ kind: 'text', text: each });

describe('an answer without its thought', () => {
  it('streams as it comes where the model does not think', async () => {
    assert.deepEqual(await texts({ kind: 'none', levels: [] }, text('a'), text('b'), done), ['a', 'b']);
  });

  it('lacks what turned out to be a thought', async () => {
    const events = [text('Hm. '), text('Well. '), { kind: 'text-was-thinking' } as const, text('Yes.'), done];
    assert.deepEqual(await texts(always, ...events), ['Yes.']);
  });

  it('streams once the thought is seen to be apart', async () => {
    const events = [{ kind: 'thinking', text: 'Hm.' } as const, text('a'), text('b'), done];
    assert.deepEqual(await texts(always, ...events), ['a', 'b']);
  });

  it('is all of the text where no thought ever ends', async () => {
    assert.deepEqual(await texts(always, text('a'), text('b'), done), ['ab']);
  });
});

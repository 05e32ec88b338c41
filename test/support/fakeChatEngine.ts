import { abortable } from '../../src/common/abort';
import type { ChatEngine, ChatEvent, ChatRequest, EmbedRequest } from '../../src/transport/chatEngine';
import { systemClock } from '../../src/common/clock';

/** Says what it is told to: thoughts, limits and failures that no small model can be made to show. */
export class FakeChatEngine implements ChatEngine {
  readonly requests: ChatRequest[] = [];
  readonly embedded: EmbedRequest[] = [];
  /** What an answer gives; throws what it fails with. */
  answer: (request: ChatRequest, signal: AbortSignal) => AsyncIterable<ChatEvent> = () => saying('Yes.');
  vectorOf: (input: string) => readonly number[] = (input) => [input.length, 1];

  async *chat(request: ChatRequest, signal: AbortSignal): AsyncGenerator<ChatEvent> {
    this.requests.push(request);
    for await (const event of this.answer(request, signal)) {
      if (signal.aborted) await abortable(Promise.resolve(), signal);
      yield event;
    }
  }

  embed(request: EmbedRequest): Promise<readonly Float32Array[]> {
    this.embedded.push(request);
    return Promise.resolve(request.inputs.map((input) => Float32Array.from(this.vectorOf(input))));
  }
}

/** An answer of these texts, thoughts before them where there are any. */
export async function* saying(...texts: readonly string[]): AsyncGenerator<ChatEvent> {
  for (const text of texts) {
    yield text.startsWith('~') ? { kind: 'thinking', text: text.slice(1) } : { kind: 'text', text };
  }
  await Promise.resolve();
  yield { kind: 'done', finishReason: 'stop', metrics: { promptTokens: 10, generatedTokens: 2 } };
}

/** Says so much and then nothing more, until the request is aborted. */
export async function* hanging(signal: AbortSignal, ...texts: readonly string[]): AsyncGenerator<ChatEvent> {
  for (const text of texts) yield { kind: 'text', text };
  await systemClock.sleep(2 ** 30, signal);
}

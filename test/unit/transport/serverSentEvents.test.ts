import assert from 'node:assert/strict';
import { checkedEvents, type EventFields } from '../../../src/transport/serverSentEvents';

interface Read {
  readonly events: readonly EventFields[];
  readonly fault: string | undefined;
  readonly done: boolean;
}

async function read(...pieces: readonly (string | Uint8Array)[]): Promise<Read> {
  const encoder = new TextEncoder();
  const queue = pieces.map((piece) => (typeof piece === 'string' ? encoder.encode(piece) : piece));
  const stream = checkedEvents(() => Promise.resolve(queue.shift()), {
    malformed: (what) => new Error(`malformed: ${what}`),
    stated: (said) => new Error(`stated: ${said}`),
  });
  const events: EventFields[] = [];
  let fault: string | undefined;
  try {
    for await (const event of stream.events) events.push(event);
  } catch (thrown) {
    fault = (thrown as Error).message;
  }
  return { events, fault, done: stream.sawDone() };
}

describe('checkedEvents', () => {
  const sound: readonly (readonly [string, string])[] = [
    ['line feeds', 'data: {"n":1}\n\ndata: {"n":2}\n\ndata: [DONE]\n\n'],
    ['CRLF', 'data: {"n":1}\r\n\r\ndata: {"n":2}\r\n\r\ndata: [DONE]\r\n\r\n'],
    ['CR alone', 'data: {"n":1}\r\rdata: {"n":2}\r\rdata: [DONE]\r\r'],
    ['no space behind the colon', 'data:{"n":1}\n\ndata:{"n":2}\n\ndata:[DONE]\n\n'],
    ['other fields', 'event: x\nid: 1\nretry: 9\ndata: {"n":1}\n\nid: 2\ndata: {"n":2}\n\ndata: [DONE]\n\n'],
    ['comments', ': ping\n\ndata: {"n":1}\n\n:\n\ndata: {"n":2}\n\n: bye\n\ndata: [DONE]\n\n'],
    ['data on several lines', 'data: {"n":\ndata: 1}\n\ndata: {"n":2}\n\ndata: [DONE]\n\n'],
    ['no blank line at the end', 'data: {"n":1}\n\ndata: {"n":2}\n\ndata: [DONE]'],
  ];
  for (const [what, text] of sound) {
    it(`reads events with ${what}, whole and byte by byte`, async () => {
      const expected = { events: [{ n: 1 }, { n: 2 }], fault: undefined, done: true };
      assert.deepEqual(await read(text), expected);
      assert.deepEqual(
        await read(...[...new TextEncoder().encode(text)].map((b) => Uint8Array.of(b))),
        expected,
      );
    });
  }

  it('keeps characters whole that are cut anywhere', async () => {
    const bytes = new TextEncoder().encode('data: {"text":"日本 😀 ｜▁"}\n\n');
    const { events } = await read(...[...bytes].map((byte) => Uint8Array.of(byte)));
    assert.deepEqual(events, [{ text: '日本 😀 ｜▁' }]);
  });

  it('takes nothing behind [DONE]', async () => {
    const { events, done } = await read('data: [DONE]\n\ndata: {"n":1}\n\n');
    assert.deepEqual([events, done], [[], true]);
  });

  it('drops half an event at the end, and says that it was not the true end', async () => {
    const { events, fault, done } = await read('data: {"n":1}\n\ndata: {"n":');
    assert.deepEqual([events, fault, done], [[{ n: 1 }], undefined, false]);
  });

  const faults: readonly (readonly [string, string, RegExp])[] = [
    ['an error of OpenAI', 'data: {"error":{"message":"no memory"}}\n\n', /^stated: .*no memory/],
    ['an error in words', 'data: {"error":"no memory"}\n\n', /^stated: no memory/],
    ['an error of old vLLM', 'data: {"object":"error","message":"too long"}\n\n', /^stated: too long/],
    ['an error of old llama.cpp', 'error: {"error":"slot busy"}\n\n', /^stated: slot busy/],
    ['a web page', '<html><body>Log in</body></html>\n', /^malformed: a web page/],
    ['plain JSON', '{"choices":[]}\n', /^malformed: something else than a stream of events/],
    ['data that is no JSON', 'data: hello\n\n', /^malformed: events that are not JSON$/],
    ['data of another kind', 'data: [1]\n\n', /^malformed: events that are not JSON objects/],
    ['an event without end', `data: ${'x'.repeat(1_100_000)}`, /^malformed: an event without end/],
  ];
  for (const [what, text, fault] of faults) {
    it(`ends with ${what}, after what came before`, async () => {
      const result = await read(`data: {"n":1}\n\n${text}`);
      assert.deepEqual(result.events, [{ n: 1 }]);
      assert.match(result.fault ?? '', fault);
    });
  }
});

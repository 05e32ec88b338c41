import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkedLines, type LineFaults, type ReadPiece } from '../../../src/transport/answerBody';

const faults: LineFaults = {
  malformed: (detail) => new Error(`malformed: ${detail}`),
  stated: (said) => new Error(`stated: ${said}`),
};

/** Gives these bytes, cut at the given places. */
function pieces(bytes: Uint8Array, cuts: readonly number[]): ReadPiece {
  const edges = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  const parts = edges.slice(1).map((edge, index) => bytes.subarray(edges[index], edge));
  return () => Promise.resolve(parts.shift());
}

/** All that comes through, and what ended it if not the end. */
async function passed(read: ReadPiece): Promise<{ text: string; error?: string; done: boolean }> {
  const lines = checkedLines(read, faults);
  const decoder = new TextDecoder();
  let text = '';
  try {
    for await (const chunk of lines.body as unknown as AsyncIterable<Uint8Array>) {
      text += decoder.decode(chunk, { stream: true });
    }
  } catch (thrown) {
    return { text, error: (thrown as Error).message, done: lines.sawDone() };
  }
  return { text, done: lines.sawDone() };
}

const cutsOf = fc.array(fc.nat(10_000), { maxLength: 40 });
const answerOf = fc.array(
  fc.record({ response: fc.string({ unit: 'binary', maxLength: 20 }), done: fc.boolean() }),
  { maxLength: 10 },
);

describe('checkedLines', () => {
  it('passes on every line whole and once, however the bytes are cut', async () => {
    await fc.assert(
      fc.asyncProperty(answerOf, cutsOf, async (answer, cuts) => {
        const text = answer.map((line) => `${JSON.stringify(line)}\n`).join('');
        const through = await passed(pieces(new TextEncoder().encode(text), cuts));
        assert.deepEqual(through, { text, done: answer.some((line) => line.done) });
      }),
    );
  });

  it('ends in whole lines, in the end or in one of its errors, whatever the bytes are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), cutsOf, async (bytes, cuts) => {
        const { text, error } = await passed(pieces(bytes, cuts));
        assert.ok(text === '' || text.endsWith('\n'));
        if (error !== undefined) assert.match(error, /^(malformed|stated): /);
      }),
    );
  });

  it('passes on what stands before a line that states an error', async () => {
    const bytes = new TextEncoder().encode('{"response":"a"}\n{"error":"boom"}\n{"response":"b"}\n');
    assert.deepEqual(await passed(pieces(bytes, [])), {
      text: '{"response":"a"}\n',
      error: 'stated: boom',
      done: false,
    });
  });

  it('passes on the error of the reading itself', async () => {
    const { error } = await passed(() => Promise.reject(new Error('reset')));
    assert.equal(error, 'reset');
  });
});

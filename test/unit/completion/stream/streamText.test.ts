import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Extent } from '../../../../src/completion/extent';
import { endOfText, streamText } from '../../../../src/completion/stream/streamText';
import type { StreamContext } from '../../../../src/completion/stream/streamRule';
import type { GenerateEvent } from '../../../../src/transport/engine';
import { target } from '../../../support/markedText';

interface Case {
  readonly name: string;
  readonly at: string;
  readonly extent: Extent;
  readonly text: string;
  /** Absent when nothing is cut. */
  readonly expected?: string;
  /** False when absent. */
  readonly isMasked?: boolean;
}

const body = 'function f() {\n  ‸\n}\n';
const cases: readonly Case[] = [
  { name: 'a line ends at its end', at: 'a = ‸', extent: 'line', text: 'b;\nc;\n', expected: 'b;' },
  { name: 'a line without its end goes on', at: 'a = ‸', extent: 'line', text: 'b' },
  { name: 'a blank start is no line', at: 'f() {‸', extent: 'line', text: '\n  b;\nc', expected: '\n  b;' },
  {
    name: 'a block ends before the dedent',
    at: body,
    extent: 'block',
    text: 'a;\n  b;\n}\nc;\n',
    expected: 'a;\n  b;',
  },
  {
    name: 'a block ends as soon as a line begins outside of it',
    at: body,
    extent: 'block',
    text: 'a;\n\nc',
    expected: 'a;\n',
  },
  {
    name: 'a line that may close the block is waited for',
    at: body,
    extent: 'block',
    text: 'a;\n}',
  },
  {
    name: 'a block goes on over deeper lines',
    at: body,
    extent: 'block',
    text: 'if (a) {\n    b;\n  }\n  c;\n',
  },
  {
    name: 'a block has its closing brace where the suffix has none',
    at: 'function f() {\n  ‸\n',
    extent: 'block',
    text: 'a;\n}\nb;\n',
    expected: 'a;\n}',
  },
  {
    name: 'a Python body ends where the next definition begins',
    at: 'def f(x):‸\n',
    extent: 'block',
    text: '\n    return x\n\ndef g():\n',
    expected: '\n    return x\n',
  },
  {
    name: 'a block ends at the line below',
    at: 'a();\n‸\nlongEnough();\n',
    extent: 'block',
    text: 'b();\nlongEnough();\nmore();\n',
    expected: 'b();',
  },
  {
    name: 'three equal lines are a loop',
    at: '‸',
    extent: 'block',
    text: 'again();\nagain();\nagain();\n',
    expected: 'again();',
  },
  { name: 'closing lines are no loop', at: '‸', extent: 'block', text: '{\n{\n{\n  }\n  }\n  }\n' },
  {
    name: 'two lines in turn are a loop',
    at: '‸',
    extent: 'block',
    text: 'ping();\npong();\nping();\npong();\nping();\npong();\n',
    expected: 'ping();\npong();',
  },
  {
    name: 'a run in one line is a loop',
    at: 'a = [‸',
    extent: 'line',
    text: `1, ${'0, '.repeat(60)}`,
    expected: '1',
  },
  {
    name: 'a special token ends the text',
    at: 'a = ‸',
    extent: 'statement',
    text: 'b;<|fim|>junk',
    expected: 'b;',
  },
  {
    name: 'the mask of a secret ends the text ahead of its line',
    at: 'a = ‸',
    extent: 'block',
    text: `1;\nconst key = "AKIA${'*'.repeat(16)}";\nb;`,
    expected: '1;',
    isMasked: true,
  },
  {
    name: 'the mask of a secret on the first line leaves nothing',
    at: 'a = ‸',
    extent: 'statement',
    text: `"AKIA${'*'.repeat(16)}";`,
    expected: '',
    isMasked: true,
  },
  {
    name: 'asterisks are code where no secret is masked',
    at: 'a = ‸',
    extent: 'line',
    text: `'${'*'.repeat(16)}';`,
  },
];

function contextOf({ at, extent, isMasked = false }: Case): StreamContext {
  return { origin: target(at), extent, maxLines: 25, specialTokens: ['<|fim|>'], isMasked };
}

describe('the stream rules', () => {
  for (const rule of cases) {
    it(rule.name, () => {
      const end = endOfText(rule.text, contextOf(rule));
      assert.equal(end === undefined ? undefined : rule.text.slice(0, end.offset), rule.expected);
    });
  }

  it('cut at the same place however the stream is split', async () => {
    const anyCase = fc.constantFrom(...cases);
    const splits = fc.array(fc.integer({ min: 0, max: 200 }), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(anyCase, splits, async (rule, places) => {
        const whole = await lastText([rule.text], contextOf(rule));
        assert.equal(await lastText(splitAt(rule.text, places), contextOf(rule)), whole);
      }),
      { numRuns: 500 },
    );
  });

  it('say why the text ended and hand on what the host measured', async () => {
    const metrics = { promptTokens: 7 };
    const events: GenerateEvent[] = [
      { kind: 'text', text: 'a' },
      { kind: 'done', finishReason: 'length', metrics },
    ];
    const context: StreamContext = {
      origin: target('‸'),
      extent: 'line',
      maxLines: 1,
      specialTokens: [],
      isMasked: false,
    };
    const seen = await collect(streamText(toStream(events), context));
    assert.deepEqual(seen, [{ text: 'a' }, { text: 'a', end: 'length', metrics }]);
    assert.equal((await collect(streamText(toStream(events.slice(0, 1)), context))).at(-1)?.end, 'cut-off');
  });

  it('tells the mean probability of the tokens in the first line, and of no other', async () => {
    const pieces: readonly (readonly [string, number])[] = [
      ['\n  a', 0.9],
      [' = b;', 0.4],
      ['\n', 0.6],
      ['  c;', 0.01],
    ];
    const events = pieces.map(([text, probability]): GenerateEvent => ({
      kind: 'text',
      text,
      logProbabilities: [Math.log(probability)],
    }));
    const context: StreamContext = {
      origin: target('‸'),
      extent: 'block',
      maxLines: 9,
      specialTokens: [],
      isMasked: false,
    };
    const seen = await collect(streamText(toStream(events), context));
    assert.equal(seen.at(-1)?.confidence?.toFixed(6), Math.cbrt(0.9 * 0.4 * 0.6).toFixed(6));
  });
});

async function collect<T>(values: AsyncIterable<T>): Promise<T[]> {
  const seen: T[] = [];
  for await (const value of values) seen.push(value);
  return seen;
}

async function lastText(pieces: readonly string[], context: StreamContext): Promise<string> {
  const events = pieces.map((text): GenerateEvent => ({ kind: 'text', text }));
  let last = '';
  for await (const { text } of streamText(toStream(events), context)) last = text;
  return last;
}

function splitAt(text: string, places: readonly number[]): string[] {
  const cuts = [0, ...[...places].sort((a, b) => a - b), text.length];
  return cuts.slice(1).map((cut, index) => text.slice(cuts[index], cut));
}

async function* toStream(events: readonly GenerateEvent[]): AsyncGenerator<GenerateEvent> {
  for (const event of events) {
    await Promise.resolve();
    yield event;
  }
}

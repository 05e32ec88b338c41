import assert from 'node:assert/strict';
import { traceOf, type Trace } from '../../../bench/trace';
import { isReadAhead, typingFigures, type Figures } from '../../../bench/typingFigures';
import { floorWords, keepsFloor, typingFloors } from '../../../bench/typingFloors';
import { cardSpeed, cpuSpeed, typeOnce, type TypingRun } from '../../../bench/typingRuns';

// What the engine costs a host and gives a typist, counted on a clock that stands still: the same numbers every time.

const body = `  const open = new Map<string, number>();
  for (const bracket of brackets(text)) {
    const partner = partners.get(bracket.text);
    if (partner === undefined) {
      open.set(bracket.text, (open.get(bracket.text) ?? 0) + 1);
      continue;
    }
    const count = open.get(partner) ?? 0;
    if (count === 0) return false;
    open.set(partner, count - 1);
  }
  return [...open.values()].every((count) => count === 0);
`;
const before = `import { brackets } from './brackets';\nimport { partners } from './partners';\n\n/** True where each bracket has its partner. */\nexport function isBalanced(text: string): boolean {\n`;
const after = `}\n\nexport function isEmpty(text: string): boolean {\n  return text.trim() === '';\n}\n`;

function smallTrace(): Trace {
  const text = before + body + after;
  const tabs = Array.from({ length: 12 }, (_, file) => ({
    uri: `file:///bench/src/part${file}.ts`,
    path: `src/part${file}.ts`,
    languageId: 'typescript',
    version: 1,
    text: Array.from(
      { length: 60 },
      (_, line) => `export const value${file}x${line} = compute(${line});\n`,
    ).join(''),
  }));
  return traceOf({ path: 'src/balance.ts', text }, [before.length, before.length + body.length], tabs, 7);
}

const usual: TypingRun = { strategy: 'fillwright', quality: 0.6, speed: cardSpeed, seed: 3 };

async function figuresOf(run: TypingRun): Promise<Figures> {
  return typingFigures([await typeOnce(smallTrace(), run)], run.speed);
}

const runs: readonly (readonly [string, TypingRun])[] = [
  ['a card at quality 1', { ...usual, quality: 1 }],
  ['a card at quality 0.6', usual],
  ['a card at quality 0.3', { ...usual, quality: 0.3 }],
  ['a host that aborts late', { ...usual, speed: { ...cardSpeed, lateAbort: true } }],
  ['a CPU', { ...usual, speed: cpuSpeed }],
];

// What a small trace has too little of, and what a busy machine makes slow.
const notHere = [
  'context tokens, median',
  'host time of stale requests %',
  'type-through answer, CPU p95 (ms)',
];

describe('typing with the completion engine', function () {
  this.timeout(60_000);

  for (const [name, run] of runs) {
    it(`keeps every floor on ${name}`, async () => {
      const figures = await figuresOf(run);
      const floors = typingFloors.filter((floor) => floor.holdsFor(run) && !notHere.includes(floor.figure));
      assert.ok(floors.length > 8);
      const missed = floors.filter((floor) => {
        const value = figures[floor.figure];
        assert.ok(value !== undefined, floor.figure);
        return !keepsFloor(value, floor);
      });
      assert.deepEqual(
        missed.map((floor) => `${floor.figure}: ${figures[floor.figure] ?? ''}, ${floorWords(floor)}`),
        [],
      );
    });
  }

  it('reads ahead in steps of a quarter of a second', async () => {
    const { requests } = await typeOnce(smallTrace(), usual);
    const steps = requests.filter(isReadAhead).map((request) => request.prefilled);
    assert.ok(Math.max(...steps) <= 1.5 * 0.25 * cardSpeed.prefillTokensPerSecond);
  });

  it('gives the same numbers every time', async () => {
    assert.deepEqual(await typeOnce(smallTrace(), usual), await typeOnce(smallTrace(), usual));
  });

  it('does better than the plain strategy', async () => {
    const ours = await figuresOf(usual);
    const plain = await figuresOf({ ...usual, strategy: 'plain' });
    for (const figure of ['KV reuse %', 'visible within 400 ms, % of pauses']) {
      assert.ok(ours[figure]! > plain[figure]!, figure);
    }
  });
});

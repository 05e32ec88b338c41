import assert from 'node:assert/strict';
import fc from 'fast-check';
import { silentLog } from '../../../src/common/log';
import { createCompletionEngine } from '../../../src/completion/engine';
import type { CompletionItem } from '../../../src/completion/outcome';
import type { SelectedSuggestion, TriggerKind } from '../../../src/completion/query';
import type { TargetText } from '../../../src/prompt/targetText';
import { defaultSettings } from '../../../src/settings/settings';
import { TransportError } from '../../../src/transport/errors';
import { FakeModel, FakePlanner, type FakeAnswer } from '../../support/fakeModel';
import { edited, selectedAt, typingStep, type Step } from '../../support/arbitraryTyping';
import { target } from '../../support/markedText';
import { assertValid, behindSelected, isFrom } from '../../support/validItem';
import { VirtualClock } from '../../support/virtualClock';

const broken = new TransportError({
  kind: 'connection-lost',
  endpoint: 'http://h',
  route: 'POST /x',
  detail: 'reset',
});

const answer: fc.Arbitrary<FakeAnswer> = fc.record({
  pieces: fc.array(
    fc.constantFrom(
      'a',
      'b(',
      ')',
      'x.y',
      ' ',
      '\n',
      '\n  ',
      '\n}',
      ';',
      '"q"',
      '\uD83D',
      '\uDE00',
      '\t',
      '\r\n',
      '{',
      '<｜fim▁end｜>',
      'return a;\n',
      '// note',
    ),
    { maxLength: 8 },
  ),
  delayMs: fc.constantFrom(0, 5, 60, 500),
  finish: fc.constantFrom('stop' as const, 'length' as const, 'cut-off' as const),
  fails: fc.option(fc.constant(broken), { nil: undefined, freq: 8 }),
  isDeaf: fc.boolean(),
}) as fc.Arbitrary<FakeAnswer>;

const starts = [
  'function f(a: number) {\n  return ‸\n}\n',
  'function f() {\n\t‸\n}\n',
  'def f(x):\n    ‸\n\ndef g():\n    pass\n',
  'foo(‸);\r\nbar();\r\n',
  'const s = "‸";\n',
  '‸',
];

const RUNS = 10_000;

/** What happened in all runs together: a property that nothing put to the test proves nothing. */
interface Tally {
  runs: number;
  shown: number;
  failed: number;
  /** Runs in which an older request spoke after a newer one had. */
  reordered: number;
  /** Items shown after that had happened. */
  shownAfterReordered: number;
  /** Items that begin with one selected in the suggest widget. */
  behindSelected: number;
}

describe('the completion engine, whatever is typed and whatever the host does,', () => {
  it('shows nothing that is not valid at the cursor', async function () {
    this.timeout(600_000);
    const tally: Tally = {
      runs: 0,
      shown: 0,
      failed: 0,
      reordered: 0,
      shownAfterReordered: 0,
      behindSelected: 0,
    };
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...starts),
        fc.array(typingStep, { minLength: 2, maxLength: 24, size: 'max' }),
        fc.array(answer, { minLength: 1, maxLength: 6 }),
        fc.array(fc.constantFrom(0, 0, 3, 40, 300), { minLength: 1, maxLength: 4 }),
        fc.boolean(),
        (...script) => replay(script, tally),
      ),
      { numRuns: RUNS },
    );
    assert.equal(tally.runs, RUNS);
    assert.ok(tally.shown > RUNS, `only ${tally.shown} items were shown`);
    for (const rare of ['failed', 'reordered', 'shownAfterReordered', 'behindSelected'] as const)
      assert.ok(tally[rare] > RUNS / 50, `${rare}: only ${tally[rare]}`);
  });
});

type Script = [
  start: string,
  steps: readonly Step[],
  answers: readonly FakeAnswer[],
  /** How long each prompt takes to be built. */
  buildMs: readonly number[],
  /** Whether the editor cancels a query that the next key makes void, or only makes the next one. */
  isCancelling: boolean,
];

async function replay([start, steps, answers, buildMs, isCancelling]: Script, tally: Tally): Promise<void> {
  const clock = new VirtualClock();
  const model = new FakeModel(clock, (_, index) => answers[index % answers.length] ?? { pieces: [] });
  const errors: unknown[] = [];
  const engine = createCompletionEngine({
    hosts: model,
    planner: new FakePlanner((index) => clock.sleep(buildMs[index % buildMs.length] ?? 0)),
    clock,
    log: { ...silentLog, error: (_, cause) => errors.push(cause) },
    settings: () => ({ ...defaultSettings.completion, warmUp: 'off' }),
    isSnoozed: () => false,
  });
  let document = target(start);
  let shown: CompletionItem | undefined;
  let cancel = new AbortController();
  const history: TargetText[] = [];
  const asks: Promise<void>[] = [];

  const ask = async (trigger: TriggerKind, selectedSuggestion?: SelectedSuggestion): Promise<void> => {
    const asked = document;
    const { signal } = cancel;
    const outcome = await engine.complete(
      { target: asked, trigger, ...(selectedSuggestion && { selectedSuggestion }) },
      signal,
    );
    if (outcome.kind === 'failed') tally.failed += 1;
    if (signal.aborted || outcome.kind !== 'shown') return;
    tally.shown += 1;
    if (selectedSuggestion !== undefined) tally.behindSelected += 1;
    if (isReordered(model.spoke)) tally.shownAfterReordered += 1;
    assert.equal(asked, document, 'an answer for a text that is no more');
    const given = model.requests.map(({ prompt }, index) => ({
      prompt,
      text: answers[index % answers.length]?.pieces.join('') ?? '',
    }));
    for (const item of outcome.items) {
      const { rest, at } = behindSelected(item, asked, selectedSuggestion);
      assertValid(rest, at);
      assert.ok(
        given.some((answer) => isFrom(answer, rest, at)),
        'no answer to this text says that',
      );
    }
    shown = outcome.items[0];
  };
  const change = (next: TargetText): void => {
    if (isCancelling) cancel.abort();
    cancel = new AbortController();
    shown = undefined;
    document = { ...next, version: document.version + 1 };
    engine.moved(document);
    asks.push(ask('automatic'));
  };

  for (const next of steps) {
    if (next.kind === 'wait') await clock.advance(next.ms);
    else if (next.kind === 'invoke') asks.push(ask('invoked'));
    else if (next.kind === 'select') asks.push(ask('automatic', selectedAt(document, next.chars)));
    else {
      if (next.kind !== 'undo') history.push(document);
      const changed = next.kind === 'undo' ? history.pop() : edited(document, next, shown);
      if (changed !== undefined) change(changed);
    }
    await clock.advance(0);
    assert.ok(model.running <= 1, 'two requests under way');
  }
  await clock.advance(10_000);
  await Promise.all(asks);
  engine.dispose();
  await clock.advance(0);
  assert.equal(model.running, 0, 'a request outlived the engine');
  assert.deepEqual(errors, []);
  tally.runs += 1;
  if (isReordered(model.spoke)) tally.reordered += 1;
}

function isReordered(spoke: readonly number[]): boolean {
  return spoke.some((request, piece) => request < (spoke[piece - 1] ?? 0));
}

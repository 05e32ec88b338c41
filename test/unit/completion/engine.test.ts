import assert from 'node:assert/strict';
import { silentLog } from '../../../src/common/log';
import { createCompletionEngine, type CompletionEngine } from '../../../src/completion/engine';
import type { CompletionOutcome } from '../../../src/completion/outcome';
import type { CompletionQuery } from '../../../src/completion/query';
import type { TargetText } from '../../../src/prompt/targetText';
import { defaultSettings, type CompletionSettings } from '../../../src/settings/settings';
import { TransportError } from '../../../src/transport/errors';
import { FakeModel, FakePlanner, type FakeAnswer } from '../../support/fakeModel';
import { target, typed } from '../../support/markedText';
import { VirtualClock } from '../../support/virtualClock';

interface Setup {
  readonly engine: CompletionEngine;
  readonly clock: VirtualClock;
  readonly model: FakeModel;
  readonly ask: (at: TargetText, facts?: Partial<CompletionQuery>) => Promise<CompletionOutcome>;
  /** Asks and lets as much time pass as it takes. */
  readonly answer: (at: TargetText, facts?: Partial<CompletionQuery>) => Promise<CompletionOutcome>;
  readonly cancel: AbortController;
  /** The kinds of what was counted. */
  readonly counts: readonly string[];
}

function setup(answers: readonly FakeAnswer[], settings: Partial<CompletionSettings> = {}): Setup {
  const clock = new VirtualClock();
  const model = new FakeModel(clock, (_, index) => answers[index] ?? { pieces: [] });
  const cancel = new AbortController();
  const counts: string[] = [];
  const engine = createCompletionEngine({
    hosts: model,
    planner: new FakePlanner(),
    clock,
    log: silentLog,
    settings: () => ({ ...defaultSettings.completion, ...settings }),
    isSnoozed: () => false,
    count: (_, event) => counts.push(event.kind),
  });
  const ask = (at: TargetText, facts: Partial<CompletionQuery> = {}): Promise<CompletionOutcome> =>
    engine.complete({ target: at, trigger: 'automatic', ...facts }, cancel.signal);
  return { engine, clock, model, cancel, counts, ask, answer: (at, facts) => clock.finish(ask(at, facts)) };
}

/** The text shown and its source, or why there is none. */
function brief(outcome: CompletionOutcome): string {
  if (outcome.kind === 'shown') return `${outcome.source}: ${outcome.items[0]?.text ?? ''}`;
  return outcome.kind === 'none' ? outcome.reason : outcome.error.kind;
}

const lineStart = target('function f(a: number) {\n  return ‸\n}\n');

describe('the completion engine', () => {
  it('asks the host and shows what it says', async () => {
    const { answer } = setup([{ pieces: ['a ', '+ 1', ';'] }]);
    assert.equal(brief(await answer(lineStart)), 'host: a + 1;');
  });

  it('shows the rest of a completion while it is typed, without another request', async () => {
    const { answer, model } = setup([{ pieces: ['a + 1;'] }]);
    await answer(lineStart);
    assert.equal(brief(await answer(typed(lineStart, 'a +'))), 'typed-through:  1;');
    assert.equal(model.requests.length, 1);
  });

  it('answers from the cache after a deletion and after undo', async () => {
    const { answer, model } = setup([{ pieces: ['a + 1;'] }, { pieces: ['= x;'] }]);
    await answer(lineStart);
    await answer(typed(lineStart, 'z'));
    assert.equal(brief(await answer(lineStart)), 'cache: a + 1;');
    assert.equal(model.requests.length, 2);
  });

  it('does not ask twice about a place that has no answer', async () => {
    const { answer, model } = setup([{ pieces: [] }]);
    assert.equal(brief(await answer(lineStart)), 'empty');
    assert.equal(brief(await answer(lineStart)), 'empty');
    assert.equal(model.requests.length, 1);
  });

  it('lets the stream go on while the user types what it says, and joins it', async () => {
    const { ask, clock, model } = setup([{ pieces: ['a', ' +', ' 1', ';'], delayMs: 100 }]);
    const first = ask(lineStart);
    await clock.advance(250);
    const second = ask(typed(lineStart, 'a '));
    assert.equal(brief(await clock.finish(first)), 'superseded');
    assert.equal(brief(await clock.finish(second)), 'in-flight: + 1;');
    assert.equal(model.requests.length, 1);
  });

  it('waits for a stream that has not said yet what was typed', async () => {
    const { ask, clock, model } = setup([{ pieces: ['a + 1;'], delayMs: 300 }]);
    void ask(lineStart);
    await clock.advance(200);
    assert.equal(brief(await clock.finish(ask(typed(lineStart, 'a')))), 'in-flight:  + 1;');
    assert.equal(model.requests.length, 1);
  });

  it('aborts the stream at once when the text departs, before another query comes', async () => {
    const { ask, clock, model, engine } = setup([{ pieces: ['a', ' +', ' 1', ';'], delayMs: 100 }]);
    void ask(lineStart);
    await clock.advance(300);
    engine.moved(typed(lineStart, 'x'));
    assert.equal(model.requests[0]?.abortedAt, 300);
  });

  it('aborts the stream at once when what it says at last is not what was typed meanwhile', async () => {
    const { ask, clock, model } = setup([{ pieces: ['b', ' +', ' 1', ';'], delayMs: 400 }]);
    void ask(lineStart);
    await clock.advance(200);
    void ask(typed(lineStart, 'a'));
    await clock.advance(250);
    assert.equal(model.requests[0]?.abortedAt, 400);
  });

  it('aborts the stream of a dropped query that nobody takes over', async () => {
    const { ask, clock, model, cancel } = setup([{ pieces: ['a', ' +', ' 1', ';'], delayMs: 1000 }]);
    const dropped = ask(lineStart);
    await clock.advance(200);
    cancel.abort();
    assert.equal(brief(await clock.finish(dropped)), 'cancelled');
    await clock.advance(150);
    assert.equal(model.running, 0);
  });

  it('never has two requests under way', async () => {
    const { ask, clock, model } = setup(
      Array.from({ length: 6 }, () => ({ pieces: ['zzz', 'zzz'], delayMs: 200 })),
    );
    for (const text of ['q', 'qu', 'qui', 'quit']) {
      void ask(typed(lineStart, text));
      await clock.advance(160);
      assert.ok(model.running <= 1);
    }
  });

  it('waits for a pause after an ordinary key and not at all after an opening one', async () => {
    const { ask, clock, model } = setup([{ pieces: ['b'] }, { pieces: ['c'] }], { debounceMs: 150 });
    void ask(typed(lineStart, 'x'));
    await clock.advance(149);
    assert.equal(model.requests.length, 0);
    await clock.advance(100);
    assert.equal(model.requests.length, 1);
    void ask(typed(lineStart, 'x.'));
    await clock.advance(0);
    assert.equal(model.requests.length, 2);
  });

  it('shows the first line at once and the others as they come', async () => {
    const block = target('function f(a: number) {\n  ‸\n}\n');
    const { ask, clock } = setup([{ pieces: ['const b = a;', '\n  ', 'return b;', '\n}'], delayMs: 100 }]);
    assert.equal(brief(await clock.finish(ask(block))), 'host: const b = a;');
    await clock.advance(300);
    assert.equal(brief(await clock.finish(ask(block))), 'typed-through: const b = a;\n  return b;');
  });

  it('shows what came whole before the connection broke', async () => {
    const broken = new TransportError({
      kind: 'connection-lost',
      endpoint: 'http://h',
      route: 'POST /x',
      detail: 'reset',
    });
    const block = target('function f(a: number) {\n  ‸\n}\n');
    const { answer } = setup([{ pieces: ['const b = a;\n  ret'], fails: broken }]);
    assert.equal(brief(await answer(block)), 'host: const b = a;');
  });

  it('ends as failed with the typed error of the host', async () => {
    const broken = new TransportError({
      kind: 'unreachable',
      endpoint: 'http://h',
      route: 'POST /x',
      detail: 'refused',
    });
    const { answer, model } = setup([{ pieces: [], fails: broken }]);
    assert.equal(brief(await answer(lineStart)), 'unreachable');
    model.sessionFails = broken;
    assert.equal(brief(await answer(typed(lineStart, 'x'))), 'unreachable');
  });

  it('turns a fault of its own into an outcome', async () => {
    const { answer } = setup([{ pieces: [], fails: new RangeError('bug') }]);
    assert.equal(brief(await answer(lineStart)), 'fault');
  });

  it('has nothing to say while no model is ready', async () => {
    const { answer, model } = setup([]);
    model.isReady = false;
    assert.equal(brief(await answer(lineStart)), 'no-model');
  });

  it('begins with the item selected in the suggest widget and replaces what was typed of it', async () => {
    const { answer, model } = setup([{ pieces: ['("x");'] }]);
    const at = target('con‸\n');
    const selectedSuggestion = { replaceStart: 0, text: 'console.log' };
    const { trail, ...outcome } = await answer(at, { selectedSuggestion });
    assert.ok(trail !== undefined);
    assert.deepEqual(outcome, {
      kind: 'shown',
      source: 'host',
      items: [{ text: 'console.log("x");', replaceBefore: 3, replaceAfter: 0 }],
    });
    assert.equal(model.requests[0]?.prompt, 'console.log‸\n');
  });

  it('keeps the line ends of the document', async () => {
    const { answer, clock } = setup([{ pieces: ['b();\n  c();', '\n}'] }]);
    const at = target('function f() {\r\n  ‸\r\n}\r\n');
    await answer(at);
    await clock.advance(100);
    assert.equal(brief(await answer(at)), 'typed-through: b();\r\n  c();');
  });

  it("gives special-token text of the user's own code back as it was, where the model copies its harmless form", async () => {
    const { answer } = setup([{ pieces: ["'‹|E", "OT|>';"] }]);
    assert.equal(brief(await answer(lineStart)), "host: '<|EOT|>';");
  });

  it('aborts what is under way when disposed', async () => {
    const { ask, clock, model, engine } = setup([{ pieces: ['a'], delayMs: 1000 }]);
    const open = ask(lineStart);
    await clock.advance(200);
    engine.dispose();
    assert.equal(brief(await clock.finish(open)), 'superseded');
    assert.equal(model.running, 0);
  });

  it('offers no alternatives of the line below, where the text around is the same', async () => {
    const above = target('f() {\n‸\n\n}\n');
    const below = target('f() {\n\n‸\n}\n');
    const { answer } = setup([
      { pieces: ['a;'] },
      { pieces: ['a;'] },
      { pieces: ['b;'] },
      { pieces: ['c;'] },
    ]);
    await answer(below);
    await answer(above);
    const texts = async (at: TargetText): Promise<readonly string[]> => {
      const outcome = await answer(at, { trigger: 'invoked' });
      return outcome.kind === 'shown' ? outcome.items.map(({ text }) => text) : [];
    };
    assert.deepEqual(await texts(above), ['a;', 'b;', 'c;']);
    assert.deepEqual(await texts(below), ['a;']);
  });

  it('offers alternatives to who asks where an answer is on screen', async () => {
    const { answer, model } = setup([{ pieces: ['a + 1;'] }, { pieces: ['b + 1;'] }, { pieces: ['a + 1;'] }]);
    await answer(lineStart);
    const outcome = await answer(lineStart, { trigger: 'invoked' });
    assert.deepEqual(outcome.kind === 'shown' && outcome.items.map((item) => item.text), [
      'a + 1;',
      'b + 1;',
    ]);
    assert.deepEqual(
      model.requests.map((request) => request.options.temperature),
      [0, 0.4, 0.4],
    );
    await answer(lineStart, { trigger: 'invoked' });
    assert.equal(model.requests.length, 3);
  });

  it('looks ahead of a completion that is being read, and has the next one at once', async () => {
    const { answer, clock, model } = setup([
      { pieces: ['a ', '+ ', '1', '+ ', '2', ';'] },
      { pieces: ['\n  // ', 'more();'] },
    ]);
    await answer(lineStart);
    await clock.advance(1_000);
    assert.deepEqual(
      model.requests.map((request) => request.prompt.includes('return a + 1+ 2;‸')),
      [false, true],
    );
    assert.equal(brief(await answer(typed(lineStart, 'a + 1+ 2;'))), 'in-flight: \n  // more();');
    assert.equal(model.requests.length, 2);
  });

  it('gives up looking ahead when something else is typed', async () => {
    const { answer, ask, clock, model } = setup([
      { pieces: ['a ', '+ ', '1', '+ ', '2', ';'] },
      { pieces: ['x'], delayMs: 5_000 },
    ]);
    await answer(lineStart);
    await clock.advance(1_000);
    assert.equal(model.running, 1);
    void ask(typed(lineStart, 'z'));
    await clock.advance(0);
    assert.equal(model.running, 0);
  });

  it('says when the completion on screen has grown', async () => {
    const block = target('function f(a: number) {\n  ‸\n}\n');
    const { engine, answer, clock } = setup([
      { pieces: ['const b = a;', '\n  ', 'return b;', '\n}'], delayMs: 100 },
    ]);
    const grown: string[] = [];
    engine.onDidGrow((at) => grown.push(at.prefix));
    await answer(block);
    await clock.advance(1_000);
    assert.deepEqual(grown, [block.prefix]);
  });

  it('does not offer again what something else was typed for', async () => {
    const { answer } = setup([{ pieces: ['a + 1;'] }]);
    await answer(lineStart);
    await answer(typed(lineStart, 'z'));
    await answer(typed(lineStart, 'zero'));
    assert.equal(brief(await answer(lineStart)), 'filtered');
  });

  it('keeps to itself what the model was less sure of than the user wants, unless asked', async () => {
    const guess = { pieces: ['a + 1;'], logProbability: Math.log(0.2) };
    const { answer, model } = setup([guess, guess], { minConfidence: 0.3 });
    assert.equal(brief(await answer(lineStart)), 'filtered');
    assert.equal(model.requests[0]?.options.logProbabilities, true);
    assert.equal(brief(await answer(typed(lineStart, 'b.'), { trigger: 'invoked' })), 'host: a + 1;');
    const sure = setup([{ pieces: ['a + 1;'], logProbability: Math.log(0.5) }], { minConfidence: 0.3 });
    assert.equal(brief(await sure.answer(lineStart)), 'host: a + 1;');
    const again = setup([guess, guess], { minConfidence: 0.3 });
    assert.equal(brief(await again.answer(lineStart)), 'filtered');
    assert.equal(brief(await again.answer(lineStart)), 'empty');
    assert.equal(again.model.requests.length, 1);
    assert.equal(brief(await again.answer(lineStart, { trigger: 'invoked' })), 'host: a + 1;');
    const silent = setup([{ pieces: ['a + 1;'] }], { minConfidence: 0.3 });
    assert.equal(brief(await silent.answer(lineStart)), 'host: a + 1;');
  });

  it('counts what was kept and what was typed over, as the text tells', async () => {
    const { answer, counts } = setup([{ pieces: ['a + 1;'] }, { pieces: ['b;'] }]);
    await answer(lineStart);
    await answer(typed(lineStart, 'a + 1;'));
    await answer(typed(lineStart, 'a + 1;\n  return '));
    await answer(typed(lineStart, 'a + 1;\n  return c'));
    assert.deepEqual(
      counts.filter((kind) => kind === 'kept' || kind === 'contradicted'),
      ['kept', 'contradicted'],
    );
  });

  it('shows fewer lines of a block once the later lines of blocks were typed over, unless asked', async () => {
    const said = { pieces: ['  a();\n  b();\n  c();\n  d();\n  e();\n'] };
    const { answer } = setup(Array.from({ length: 200 }, () => said));
    const body = (name: string): TargetText => target(`function ${name}() {\n‸`);
    assert.match(brief(await answer(body('first'))), /^host: {3}a\(\);\n.* {2}e\(\);$/s);
    for (let index = 0; index < 20; index += 1) {
      const opened = body(`other${index}`);
      await answer(opened);
      await answer(typed(opened, '  a();\n'));
      await answer(typed(opened, '  a();\n  x'));
    }
    assert.equal(brief(await answer(body('last'))), 'host:   a();\n  b();');
    assert.match(brief(await answer(body('asked'), { trigger: 'invoked' })), /e\(\);$/);
  });

  it('answers what it knows without waiting for anything', async () => {
    const { answer, ask } = setup([{ pieces: ['a + 1;'] }]);
    await answer(lineStart);
    const outcome = await Promise.race([ask(typed(lineStart, 'a')), microtasks(20)]);
    assert.equal(outcome && brief(outcome), 'typed-through:  + 1;');
  });
});

/** Settles after so many promise reactions: no timer and no input or output can come before that. */
async function microtasks(count: number): Promise<undefined> {
  for (let done = 0; done < count; done += 1) await Promise.resolve();
  return undefined;
}

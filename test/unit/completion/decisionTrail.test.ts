import assert from 'node:assert/strict';
import { silentLog } from '../../../src/common/log';
import { createCompletionEngine, type CompletionEngine } from '../../../src/completion/engine';
import type { CompletionOutcome } from '../../../src/completion/outcome';
import type { IgnoredCheck } from '../../../src/completion/trigger';
import type { TargetText } from '../../../src/prompt/targetText';
import { defaultSettings, type CompletionSettings } from '../../../src/settings/settings';
import { FakeModel, FakePlanner, type FakeAnswer } from '../../support/fakeModel';
import { target, typed } from '../../support/markedText';
import { VirtualClock } from '../../support/virtualClock';

const here = target('function f(a: number) {\n  return ‸\n}\n');

describe("a query's decision trail", () => {
  let clock: VirtualClock;
  let model: FakeModel;
  let engine: CompletionEngine;
  const never = new AbortController().signal;

  function prepare(
    answers: readonly FakeAnswer[],
    settings: Partial<CompletionSettings> = {},
    isIgnored: IgnoredCheck = () => false,
  ): void {
    clock = new VirtualClock();
    model = new FakeModel(clock, (_, index) => answers[index] ?? { pieces: [] });
    engine = createCompletionEngine({
      hosts: model,
      planner: new FakePlanner(),
      clock,
      log: silentLog,
      settings: () => ({ ...defaultSettings.completion, ...settings }),
      isSnoozed: () => false,
      isIgnored,
    });
  }

  const ask = (at: TargetText): Promise<CompletionOutcome> =>
    engine.complete({ target: at, trigger: 'automatic' }, never);

  async function kindsOf(at: TargetText): Promise<string[]> {
    return (await clock.finish(ask(at))).trail?.map(({ kind }) => kind) ?? [];
  }

  it('goes from the host to what it said', async () => {
    prepare([{ pieces: ['a ', '+ 1;'], delayMs: 100 }]);
    const { trail } = await clock.finish(ask(here));
    assert.deepEqual(
      trail?.map(({ kind }) => kind),
      ['host', 'said', 'found'],
    );
    const [host, said] = trail;
    assert.equal(host?.kind === 'host' && host.model, (await model.session())?.tag);
    assert.ok(said !== undefined && said.atMs >= 100);
  });

  it('says how long it waited for a pause in typing', async () => {
    prepare([{ pieces: ['Of(a);'] }]);
    const { trail } = await clock.finish(ask(target('total‸\n')));
    const waitMs = defaultSettings.completion.debounceMs;
    assert.deepEqual(trail?.[0], { kind: 'paused', waitMs, atMs: 0 });
    assert.equal(trail[1]?.atMs, waitMs);
  });

  it('says where a completion was known already', async () => {
    prepare([{ pieces: ['a + 1;'] }]);
    await clock.finish(ask(here));
    const { trail } = await clock.finish(ask(typed(here, 'a')));
    assert.deepEqual(trail, [{ kind: 'found', source: 'typed-through', atMs: 0 }]);
  });

  it('says that a place has no answer by what was asked before', async () => {
    prepare([{ pieces: [] }]);
    await clock.finish(ask(here));
    assert.deepEqual(await kindsOf(here), ['known-empty']);
  });

  const refusals: readonly (readonly [string, TargetText, Partial<CompletionSettings>])[] = [
    ['off', here, { enabled: false }],
    ['language-off', here, { languages: { '*': false } }],
    ['secret-file', { ...here, path: '.env' }, {}],
    ['not-here', target('functi‸onName()\n'), {}],
  ];
  for (const [reason, at, settings] of refusals) {
    it(`says that it was refused: ${reason}`, async () => {
      prepare([], settings);
      const outcome = await clock.finish(ask(at));
      assert.deepEqual(outcome, { kind: 'none', reason, trail: [{ kind: 'refused', reason, atMs: 0 }] });
    });
  }

  for (const isKnown of [true, false]) {
    it(`says that the file is ignored, ${isKnown ? 'known at once' : 'found out for the first key'}`, async () => {
      prepare([{ pieces: ['a + 1;'] }], {}, () => (isKnown ? true : Promise.resolve(true)));
      const reason = 'ignored-file';
      assert.deepEqual(await clock.finish(ask(here)), {
        kind: 'none',
        reason,
        trail: [{ kind: 'refused', reason, atMs: 0 }],
      });
    });
  }

  it('says that no host was to be had', async () => {
    prepare([]);
    model.isReady = false;
    assert.deepEqual(await kindsOf(here), ['no-host']);
  });

  it('names the stream rule that had enough', async () => {
    prepare([{ pieces: ['a;\n}\n', 'more'] }]);
    const { trail } = await clock.finish(ask(here));
    const said = trail?.find(({ kind }) => kind === 'said');
    assert.equal(said?.kind === 'said' && said.end, 'atSuffixLine');
  });

  it('names the rule that took all of it away', async () => {
    const at = target('const total = sum(a);\n‸');
    prepare([{ pieces: ['const total = sum(a);'] }]);
    const outcome = await clock.finish(ask(at));
    const cut = outcome.trail?.find(({ kind }) => kind === 'cut');
    assert.deepEqual(cut?.kind === 'cut' && [cut.rule, cut.isAll], ['dropRepeatedLines', true]);
    assert.equal(outcome.kind === 'none' && outcome.reason, 'filtered');
  });

  it('ends where a newer query took over', async () => {
    prepare([{ pieces: ['a;'] }]);
    const first = ask(here);
    await clock.advance(10);
    const second = ask(typed(here, 'b'));
    const outcome = await clock.finish(first);
    assert.equal(outcome.kind === 'none' && outcome.reason, 'superseded');
    assert.deepEqual(
      outcome.trail?.map(({ kind }) => kind),
      ['host'],
    );
    await clock.finish(second);
  });
});

import assert from 'node:assert/strict';
import type { TrailEvent } from '../../../src/completion/decisionTrail';
import type { CompletionOutcome, NoCompletionReason } from '../../../src/completion/outcome';
import { explain, type ExplanationFacts } from '../../../src/vscode/explanation';
import type { AskedQuery } from '../../../src/vscode/queryLog';
import { facts as statusFacts, failedWith } from './statusFacts';

const now = new Date(2026, 0, 1, 12, 0, 10);

function asked(outcome: CompletionOutcome, over: Partial<AskedQuery> = {}): AskedQuery {
  const endedAt = new Date(2026, 0, 1, 12, 0, 7);
  return {
    uri: 'u',
    version: 1,
    line: 11,
    character: 4,
    outcome,
    tookMs: 412.4,
    isOutdated: false,
    endedAt,
    ...over,
  };
}

function explained(over: Partial<ExplanationFacts>): string {
  return explain({
    path: 'src/a.ts',
    line: 11,
    character: 4,
    query: undefined,
    refusal: undefined,
    editorShowsGhostText: true,
    status: statusFacts(),
    now,
    ...over,
  });
}

describe('the answer to "Why no completion here?"', () => {
  const reasons: readonly (readonly [NoCompletionReason, RegExp])[] = [
    ['off', /switched off\.\*\*/],
    ['snoozed', /snoozed\.\*\*/],
    ['language-off', /switched off for the language/],
    ['secret-file', /holds secrets/],
    ['ignored-file', /keeps this file out/],
    ['not-here', /in the middle of a word/],
    ['further-cursors', /several cursors/],
    ['selection', /Text was selected/],
    ['superseded', /newer query took over/],
    ['cancelled', /dropped the query/],
    ['no-model', /No host had a model ready/],
    ['empty', /nothing to say at this place/],
    ['filtered', /not worth showing/],
    ['fault', /broke in Fillwright itself/],
  ];
  for (const [reason, verdict] of reasons) {
    it(`gives verdict and next step for "${reason}"`, () => {
      const [, what, next] = explained({ query: asked({ kind: 'none', reason }) }).split('\n\n');
      assert.match(what ?? '', verdict);
      assert.ok((next ?? '').length > 0);
    });
  }

  it('tells cause and mend of a failure', () => {
    const { error } = failedWith('timeout');
    const text = explained({ query: asked({ kind: 'failed', error }) });
    assert.match(text, /\*\*The host failed: http:\/\/gpu-box:11434 took too long/);
    assert.match(text, /longer time under timeouts/);
  });

  it('tells with a failure in a remote window which machine called, and offers the other one', () => {
    const { error } = failedWith('timeout');
    const callSite = { machine: 'server7', remote: 'wsl', side: 'remote', hasOtherSide: true } as const;
    const text = explained({
      query: asked({ kind: 'failed', error }),
      status: statusFacts({ callSite }),
    });
    assert.match(text, /under timeouts.* made from server7.* run Fillwright on your own machine instead/);
  });

  it('puts what holds now before what held at the last query', () => {
    const query = asked({ kind: 'none', reason: 'empty' });
    assert.match(explained({ query, refusal: 'off' }), /\*\*Completion is switched off/);
    assert.match(explained({ query, editorShowsGhostText: false }), /editor\.inlineSuggest\.enabled is off/);
  });

  it('says that nothing was asked for yet', () => {
    assert.match(explained({}), /has not asked for a completion here.*src\/a\.ts, line 12, column 5/s);
  });

  it('says that an answer came too late, or was given', () => {
    const shown = { kind: 'shown', items: [], source: 'host' } as const;
    assert.match(explained({ query: asked(shown, { isOutdated: true }) }), /the text had changed by then/);
    assert.match(explained({ query: asked(shown) }), /the editor was given it/);
  });

  it('lists the decisions with their times', () => {
    const trail = [
      { kind: 'paused', waitMs: 150, atMs: 0.2 },
      { kind: 'host', endpoint: 'gpu-box', model: 'coder:7b', window: 16_384, atMs: 150.6 },
      { kind: 'said', chars: 21, end: 'atLineEnd', atMs: 400 },
      { kind: 'cut', rule: 'dropRepeatedLines', isAll: true, atMs: 400 },
    ] as const;
    const text = explained({ query: asked({ kind: 'none', reason: 'filtered', trail }) });
    const steps = [
      '- 0 ms: Waited up to 150 ms for a pause in typing.',
      '- 151 ms: Asked coder:7b on gpu-box, window 16,384 tokens.',
      '- 400 ms: It had said 21 characters; ended with the line.',
      '- 400 ms: All of it was taken away: it repeats the lines above the cursor.',
    ];
    assert.ok(text.includes(steps.join('\n')), text);
    assert.match(text, /It took 412 ms and ended 3 s ago\./);
  });

  it('has words for every step', () => {
    const events: readonly TrailEvent[] = [
      { kind: 'refused', reason: 'off' },
      { kind: 'found', source: 'cache' },
      { kind: 'known-empty' },
      { kind: 'joined' },
      { kind: 'no-host' },
      { kind: 'said', chars: 0 },
      { kind: 'departed' },
      { kind: 'unwanted' },
      { kind: 'redundant' },
    ];
    const trail = events.map((event) => ({ ...event, atMs: 1 }));
    const text = explained({ query: asked({ kind: 'none', reason: 'filtered', trail }) });
    const lines = text.split('\n').filter((line) => line.startsWith('- 1 ms: '));
    assert.equal(new Set(lines).size, events.length);
    assert.ok(!text.includes('undefined'));
  });

  it('says that the query was at another place of the file', () => {
    const query = asked({ kind: 'none', reason: 'empty' }, { line: 30 });
    assert.match(explained({ query }), /last query in this file.*line 31/s);
  });

  it('ends with how the host is now', () => {
    const status = statusFacts({ endpoint: failedWith('unreachable') });
    assert.match(
      explained({ status }),
      /## The host now\n\n- Fillwright: host unreachable\n- gpu-box: Nothing answers/,
    );
  });
});

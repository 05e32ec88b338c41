import assert from 'node:assert/strict';
import { menuEntries } from '../../../src/vscode/menuEntries';
import type { StatusFacts } from '../../../src/vscode/statusWords';
import { facts, failedWith } from './statusFacts';

describe('menuEntries', () => {
  const kinds = (over: Partial<StatusFacts>): readonly string[] =>
    menuEntries(facts(over), []).map(({ action }) => action.kind);

  it('offers first to try again when the host failed', () => {
    assert.equal(kinds({ endpoint: failedWith('unreachable') })[0], 'retry');
  });

  it('offers the other machine of a remote window when the host failed', () => {
    const callSite = {
      machine: 'server7',
      remote: 'ssh-remote',
      side: 'remote',
      hasOtherSide: true,
    } as const;
    assert.ok(kinds({ endpoint: failedWith('unreachable'), callSite }).includes('other-side'));
    assert.ok(!kinds({ callSite }).includes('other-side'));
    assert.ok(!kinds({ endpoint: failedWith('unreachable') }).includes('other-side'));
  });

  it('offers what mends a failed host beside what mends the settings', () => {
    const callSite = {
      machine: 'server7',
      remote: 'ssh-remote',
      side: 'remote',
      hasOtherSide: true,
    } as const;
    const failed = { endpoint: failedWith('unreachable'), callSite };
    const mends = ['retry', 'diagnose', 'other-side'];
    assert.deepEqual(kinds({ ...failed, settingsProblems: ['x'] }).slice(0, 4), ['open-settings', ...mends]);
    assert.deepEqual(kinds({ ...failed, settingsWarnings: ['x'] }).slice(0, 4), [...mends, 'open-settings']);
  });

  it('offers first to choose another model when the host has none that fits', () => {
    assert.equal(
      kinds({ endpoint: { kind: 'no-fim-model', endpoint: 'e', explanation: 'x' } })[0],
      'choose-model',
    );
  });

  it('offers both lengths of a snooze, and only the end while one lasts', () => {
    assert.equal(kinds({}).filter((kind) => kind === 'snooze').length, 2);
    const snoozed = kinds({ snoozedUntil: new Date() });
    assert.deepEqual([snoozed[0], snoozed.includes('snooze')], ['end-snooze', false]);
  });

  it('turns the language of the document in front', () => {
    const entry = menuEntries(facts({ languageOff: true }), []).find(
      ({ action }) => action.kind === 'turn-language',
    );
    assert.deepEqual(entry?.action, { kind: 'turn-language', languageId: 'typescript', on: true });
  });

  it('offers nothing twice', () => {
    const labels = menuEntries(facts({ settingsProblems: ['x'] }), []).map(({ label }) => label);
    assert.equal(new Set(labels).size, labels.length);
  });

  it('always offers the log, the settings and the models', () => {
    for (const over of [{}, { enabled: false }, { languageId: undefined }]) {
      for (const kind of ['show-log', 'open-settings', 'choose-model']) assert.ok(kinds(over).includes(kind));
    }
  });

  it('offers to store each secret that a header names', () => {
    const names = menuEntries(facts(), ['token']).flatMap(({ action }) =>
      action.kind === 'store-secret' ? [action.name] : [],
    );
    assert.deepEqual(names, ['token']);
  });
});

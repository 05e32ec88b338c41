import assert from 'node:assert/strict';
import { createSnooze } from '../../../src/vscode/snooze';

const timers = (): number => process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length;

describe('the snooze', () => {
  it('lasts from start to end and tells of both', () => {
    const snooze = createSnooze();
    const told: boolean[] = [];
    snooze.onDidChange(() => told.push(snooze.until !== undefined));
    snooze.start(5);
    snooze.end();
    snooze.end();
    assert.deepEqual(told, [true, false]);
  });

  it('tells when it ends', () => {
    const snooze = createSnooze();
    const before = Date.now();
    snooze.start(60);
    const minutes = ((snooze.until?.getTime() ?? 0) - before) / 60_000;
    snooze.dispose();
    assert.equal(Math.round(minutes), 60);
  });

  it('leaves no timer behind', () => {
    const before = timers();
    const snooze = createSnooze();
    snooze.start(5);
    snooze.start(60);
    assert.equal(timers(), before + 1);
    snooze.dispose();
    assert.equal(timers(), before);
  });
});

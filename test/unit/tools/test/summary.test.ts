import assert from 'node:assert/strict';
import { parseTestArguments } from '../../../../tools/test/arguments';
import { refuseSilentSkips, summarize } from '../../../../tools/test/summary';
import type { TestRecord } from '../../../support/testRecord';

const passed: TestRecord = { title: 'a › works', state: 'passed', durationMs: 1 };
const failed: TestRecord = { title: 'a › breaks', state: 'failed', durationMs: 1, error: 'boom\n  at x' };
const skipped: TestRecord = {
  title: 'a › waits',
  state: 'skipped',
  durationMs: 0,
  skip: { reason: 'no model' },
};

describe('The summary of a test run', () => {
  it('ends with the counts', () => {
    const { text, ok } = summarize([passed, failed, skipped, passed]);
    assert.equal(text.split('\n').at(-1), '2 passed, 1 failed, 1 skipped');
    assert.equal(ok, false);
  });

  it('lists failures with their first line and skips with their reason', () => {
    const { text } = summarize([passed, failed, skipped]);
    assert.match(text, /a › breaks\n {4}boom\n/);
    assert.match(text, /a › waits: no model/);
    assert.doesNotMatch(text, /at x/);
  });

  it('is a failure when nothing ran', () => {
    assert.equal(summarize([]).ok, false);
    assert.equal(summarize([skipped]).ok, false);
    assert.equal(summarize([passed, skipped]).ok, true);
  });

  it('counts a skip without a reason as a failure', () => {
    const silent: TestRecord = { title: 'a › forgotten', state: 'skipped', durationMs: 0 };
    assert.equal(refuseSilentSkips(silent).state, 'failed');
    assert.equal(refuseSilentSkips(skipped).state, 'skipped');
  });
});

describe('The arguments of npm test', () => {
  it('run the checks and all levels when there are none', () => {
    assert.deepEqual(parseTestArguments([]), {
      checks: true,
      levels: ['unit', 'host', 'vscode', 'e2e'],
      files: [],
    });
  });

  it('name levels, files and a pattern', () => {
    assert.deepEqual(parseTestArguments(['unit', '--grep', 'lru']), {
      checks: false,
      levels: ['unit'],
      files: [],
      grep: 'lru',
    });
    assert.deepEqual(parseTestArguments(['test/e2e/accept.test.ts']).levels, ['e2e']);
  });

  it('are refused with the usage when they make no sense', () => {
    assert.throws(() => parseTestArguments(['unitt']), /'unitt' is not understood\. Usage/);
  });
});

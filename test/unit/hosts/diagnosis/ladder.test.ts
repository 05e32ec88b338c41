import assert from 'node:assert/strict';
import { isAbort } from '../../../../src/common/abort';
import { CheckFailure, CheckSkipped } from '../../../../src/hosts/diagnosis/check';
import { climb, type Rung } from '../../../../src/hosts/diagnosis/ladder';
import { VirtualClock } from '../../../support/virtualClock';

interface Facts {
  readonly steps: number;
}

const never = new AbortController().signal;
const silent = { started: () => undefined, ended: () => undefined };

function rung(name: Rung<Facts>['name'], look: Rung<Facts>['look'], blocks = true): Rung<Facts> {
  return { name, limitMs: 1_000, blocks, mendOfTimeout: () => 'be quicker', look };
}

const passes: Rung<Facts>['look'] = ({ steps }) =>
  Promise.resolve({ saw: `step ${steps}`, facts: { steps: steps + 1 } });
const fails: Rung<Facts>['look'] = () => Promise.reject(new CheckFailure('a wall', 'climb it'));

describe('climbing a ladder of checks', () => {
  let clock: VirtualClock;

  beforeEach(() => {
    clock = new VirtualClock();
  });

  it('hands what a check found out to the next', async () => {
    const { results, facts } = await run([rung('address', passes), rung('name', passes)]);
    assert.deepEqual(
      results.map(({ saw }) => saw),
      ['step 0', 'step 1'],
    );
    assert.equal(facts.steps, 2);
  });

  it('looks at nothing behind a failure that blocks, and says because of what', async () => {
    const { results } = await run([rung('name', fails), rung('tcp', passes), rung('http', passes)]);
    assert.deepEqual(
      results.map(({ verdict, saw, mend }) => [verdict, saw, mend]),
      [
        ['failed', 'a wall', 'climb it'],
        ['skipped', 'not looked at, because name failed', ''],
        ['skipped', 'not looked at, because name failed', ''],
      ],
    );
  });

  it('goes on behind a failure that does not block', async () => {
    const { results } = await run([rung('streaming', fails, false), rung('speed', passes)]);
    assert.deepEqual(
      results.map(({ verdict }) => verdict),
      ['failed', 'passed'],
    );
  });

  it('skips what can not be told', async () => {
    const { results } = await run([
      rung('engine', () => Promise.reject(new CheckSkipped('the login comes first'))),
    ]);
    assert.deepEqual(results[0], {
      name: 'engine',
      verdict: 'skipped',
      ms: 0,
      saw: 'the login comes first',
      mend: '',
    });
  });

  it('gives up a look that takes too long, and stops it', async () => {
    let wasStopped = false;
    const hangs: Rung<Facts>['look'] = (_, signal) =>
      new Promise(() => {
        signal.addEventListener('abort', () => {
          wasStopped = true;
        });
      });
    const { results } = await clock.finish(run([rung('tcp', hangs)]));
    assert.deepEqual(results[0], {
      name: 'tcp',
      verdict: 'failed',
      ms: 1_000,
      saw: 'no result within 1 s',
      mend: 'be quicker',
    });
    assert.ok(wasStopped);
  });

  it('gives looks that share a budget no more than it has left, and says what took the rest', async () => {
    const budget = { ms: 1_500 };
    const takes =
      (ms: number): Rung<Facts>['look'] =>
      async (_, signal) => {
        await clock.sleep(ms, signal);
        return { saw: '' };
      };
    const shared = [rung('name', takes(900)), rung('tcp', takes(950))].map((each) => ({ ...each, budget }));
    const { results } = await clock.finish(run([...shared, rung('http', takes(950))]));
    assert.deepEqual(
      results.slice(1).map(({ verdict, ms, saw, mend }) => [verdict, ms, saw, mend]),
      [
        ['failed', 600, 'no result within 0.6 s; what was looked at before took 0.9 s', 'be quicker'],
        ['skipped', 0, 'not looked at, because tcp failed', ''],
      ],
    );
    const { results: own } = await clock.finish(run([shared[0]!, rung('http', takes(950))]));
    assert.deepEqual(
      own.map(({ verdict }) => verdict),
      ['passed', 'passed'],
    );
  });

  it('gives a look its least, whatever the budget has left', async () => {
    const budget = { ms: 1_000 };
    const waits = async (_: Facts, signal: AbortSignal): Promise<{ saw: string }> => {
      await clock.sleep(900, signal);
      return { saw: '' };
    };
    const shared = [rung('name', waits), { ...rung('http', waits), leastMs: 950 }];
    const { results } = await clock.finish(run(shared.map((each) => ({ ...each, budget }))));
    assert.deepEqual(
      results.map(({ verdict, ms }) => [verdict, ms]),
      [
        ['passed', 900],
        ['passed', 900],
      ],
    );
  });

  it('calls an unforeseen fault a failure and goes no further', async () => {
    const { results } = await run([rung('http', () => Promise.reject(new Error('null is not a function')))]);
    assert.equal(results[0]?.verdict, 'failed');
    assert.equal(results[0].saw, 'null is not a function');
  });

  it('leaves no timer behind', async () => {
    await run([rung('address', passes), rung('name', fails)]);
    assert.equal(clock.timers, 0);
  });

  it('ends with an AbortError when it is cancelled', async () => {
    const cancelled = new AbortController();
    const climbing = run(
      [rung('tcp', (_, signal) => clock.sleep(500, signal).then(() => ({ saw: '' })))],
      cancelled.signal,
    );
    cancelled.abort();
    await assert.rejects(climbing, isAbort);
  });

  function run(rungs: readonly Rung<Facts>[], signal = never): ReturnType<typeof climb<Facts>> {
    return climb(rungs, { facts: { steps: 0 }, clock, watch: silent }, signal);
  }
});

import assert from 'node:assert/strict';
import { throwIfAborted } from '../../../../src/common/abort';
import { pausedWords, pullWords } from '../../../../src/hosts/setup/pullProgress';
import { startPull } from '../../../../src/hosts/setup/runningPull';
import type { PullProgress } from '../../../../src/transport/modelControl';
import { assertNoEnglish, inChinese } from '../../../support/chinese';

describe('a pull under way', () => {
  it('tells new words at once and new counts twice a second', async () => {
    let now = 0;
    const layer = (completedBytes: number): PullProgress => {
      return { status: 'pulling a', digest: 'a', totalBytes: 4e9, completedBytes };
    };
    async function* lines(): AsyncGenerator<PullProgress> {
      yield await Promise.resolve({ status: 'pulling manifest' });
      for (now = 100; now <= 1_200; now += 100) yield layer(now * 1e5);
      yield { status: 'success' };
    }
    const pull = startPull('coder:base', { pull: lines }, { now: () => now, sleep: () => Promise.resolve() });
    const told: string[] = [];
    pull.onDidProgress((state) => told.push(pullWords(state)));
    assert.deepEqual(await pull.end, { kind: 'pulled' });
    assert.deepEqual(told, [
      'pulling manifest',
      '0.01 of 4.0 GB',
      '0.06 of 4.0 GB · 83 MB/s · 47 s left',
      '0.1 of 4.0 GB · 91 MB/s · 43 s left',
      'success',
    ]);
  });

  it('ends with how far it came when it is paused', async () => {
    async function* lines(_: string, signal: AbortSignal): AsyncGenerator<PullProgress> {
      yield await Promise.resolve({
        status: 'pulling a',
        digest: 'a',
        totalBytes: 4.1e9,
        completedBytes: 1.24e9,
      });
      throwIfAborted(signal);
    }
    const clock = { now: () => 0, sleep: () => Promise.resolve() };
    const pull = startPull('coder:base', { pull: lines }, clock);
    pull.onDidProgress(() => pull.pause());
    const end = await pull.end;
    assert.ok(end.kind === 'paused');
    const words = (): string => pausedWords(end.state);
    assert.equal(words(), 'Paused at 1.2 of 4.1 GB; the host keeps what has come');
    assertNoEnglish(inChinese(words));
  });

  it('says of one that was paused at once that nothing had come', () => {
    assert.equal(pausedWords(undefined), 'Paused before the first byte came');
  });

  it('ends with what the host refused', async () => {
    const refusal = new Error('pull model manifest: file does not exist');
    async function* lines(): AsyncGenerator<PullProgress> {
      yield await Promise.resolve({ status: 'pulling manifest' });
      throw refusal;
    }
    const clock = { now: () => 0, sleep: () => Promise.resolve() };
    const { end } = startPull('coder:base', { pull: lines }, clock);
    assert.deepEqual(await end, { kind: 'failed', thrown: refusal });
  });
});

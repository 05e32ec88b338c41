import assert from 'node:assert/strict';
import { waitUntil } from '../../../tools/waitUntil';
import { generate, generateWhole, requestTrail, type TrailEntry } from '../../support/hostRequests';
import { skipBecause } from '../../support/skip';
import type { TestHost } from '../../support/testHost';

const PATIENCE_MS = 100_000;
const LONG_ANSWER_TOKENS = 1500;

export function abortTests(host: () => TestHost): void {
  const endless = 'const table = [\n  [1, 2, 3],\n  [4, 5, 6],\n';

  /** The latest request of the embedded host, once it is as wanted. */
  const latest = (wanted: (entry: TrailEntry) => boolean): Promise<TrailEntry> =>
    waitUntil(
      async () => {
        const entry = (await requestTrail(host())).at(-1);
        return entry !== undefined && wanted(entry) && entry;
      },
      { timeoutMs: PATIENCE_MS, what: 'the request to be as wanted' },
    );

  describe('a client that leaves', () => {
    it('frees the slot while the answer streams', async () => {
      const leaving = new AbortController();
      const options = { num_predict: LONG_ANSWER_TOKENS };
      const response = await generate(host(), endless, { options, signal: leaving.signal });
      await response.body!.getReader().read();
      leaving.abort();
      const next = await generateWhole(host(), 'b', { options: { num_predict: 2 } });
      assert.equal(next.done, true);
      if (!host().embedded) return;
      const left = (await requestTrail(host())).at(-2)!;
      assert.equal(left.finish, 'aborted');
      assert.ok(left.generatedTokens < LONG_ANSWER_TOKENS);
    });

    it('frees the slot while the prompt is read, and what was read stays', async function () {
      if (!host().embedded) skipBecause(this, 'only the embedded host tells what became of a request');
      const prompt = Array.from(
        { length: 80 },
        (_, i) => `let part${i} = weigh(${i * 13}, load + ${i});`,
      ).join('\n');
      const leaving = new AbortController();
      const answer = generate(host(), prompt, { signal: leaving.signal }).catch(() => undefined);
      await latest(({ finish }) => finish === 'running');
      leaving.abort();
      await answer;
      const left = await latest(({ finish }) => finish !== 'running');
      assert.equal(left.finish, 'aborted');
      assert.equal(left.generatedTokens, 0);
      await generateWhole(host(), prompt, { options: { num_predict: 1 } });
      const again = await latest(({ finish }) => finish === 'done');
      assert.ok(again.cachedTokens < again.promptTokens - 1, 'the prompt was not read to its end');
    });

    it('takes its place in the queue along', async () => {
      const running = generateWhole(host(), endless, { options: { num_predict: 60 } });
      const leaving = new AbortController();
      const left = generate(host(), 'c', { signal: leaving.signal }).catch(() => 'left');
      leaving.abort();
      assert.equal(await left, 'left');
      const next = generateWhole(host(), 'd', { options: { num_predict: 1 } });
      assert.equal((await running).done, true);
      assert.equal((await next).done, true);
    });
  });

  describe('requests at the same time', () => {
    it('are answered one after the other', async () => {
      const order: string[] = [];
      const ask = async (name: string, tokens: number): Promise<void> => {
        const response = await generate(host(), endless, { options: { num_predict: tokens } });
        order.push(`${name} starts`); // The head comes with the first token.
        await response.text();
        order.push(`${name} ends`);
      };
      const first = ask('first', 80);
      await waitUntil(() => order.includes('first starts'), {
        timeoutMs: PATIENCE_MS,
        what: 'the first answer',
      });
      await Promise.all([first, ask('second', 2)]);
      assert.ok(order.indexOf('first ends') < order.indexOf('second ends'));
    });
  });
}

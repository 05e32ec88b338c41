import assert from 'node:assert/strict';
import { assertRefused, generate, generateWhole, TEST_WINDOW_TOKENS } from '../../support/hostRequests';
import { skipBecause } from '../../support/skip';
import type { TestHost } from '../../support/testHost';

export function windowTests(host: () => TestHost): void {
  const overLong = Array.from(
    { length: 400 },
    (_, i) => `const value${i} = compute(${i * 7}, offset + ${i});`,
  ).join('\n');

  describe('a prompt longer than the window', () => {
    it('is refused when it may not be cut', async () => {
      for (const stream of [true, false]) {
        const response = await generate(host(), overLong, { fields: { truncate: false, stream } });
        // The second is what Ollama says before 0.30, which ran models itself.
        const words = /exceed_context_size_error.*"n_ctx":2048|the input length exceeds the context length/;
        await assertRefused(response, 400, words);
      }
    });

    it('is refused when the context may not shift', async function () {
      if (await runsModelsItself(host())) skipBecause(this, 'Ollama before 0.30 cuts it all the same');
      const response = await generate(host(), overLong, { fields: { shift: false, stream: false } });
      await assertRefused(response, 400, /^the prompt is longer than the context length currently available/);
    });

    it('is cut otherwise, to about half of the window or to all of it', async () => {
      const { prompt_eval_count: count = 0 } = await generateWhole(host(), overLong, {
        options: { num_predict: 1 },
      });
      assert.ok(count > TEST_WINDOW_TOKENS / 3 && count <= TEST_WINDOW_TOKENS, String(count));
    });
  });

  describe('an answer that reaches the end of the window', () => {
    const numCtx = 256;
    const options = { num_ctx: numCtx, num_predict: 300, stop: [] };
    const opening =
      'const a0 = compute(0, 1);\nconst a1 = compute(1, 2);\nconst a2 = compute(2, 3);\nconst a3 =';

    it('ends there when the context may not shift', async () => {
      const answer = await generateWhole(host(), opening, { options, fields: { shift: false } });
      const tokens = (answer.prompt_eval_count ?? 0) + (answer.eval_count ?? 0);
      assert.ok(
        answer.done_reason === 'length' ? Math.abs(tokens - numCtx) <= 1 : tokens < numCtx,
        JSON.stringify(answer),
      );
    });

    it('goes on behind it otherwise', async () => {
      const answer = await generateWhole(host(), opening, { options });
      assert.ok(answer.done_reason !== 'length' || answer.eval_count === 300, JSON.stringify(answer));
    });
  });
}

/** Ollama's own runner, which other versions have given up for llama.cpp's server. */
async function runsModelsItself({ url, embedded }: TestHost): Promise<boolean> {
  if (embedded) return false;
  const { version } = (await (await fetch(`${url}/api/version`)).json()) as { version: string };
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major === 0 && minor < 30;
}

import assert from 'node:assert/strict';
import { generate, generateWhole, readLines, requestTrail } from '../../support/hostRequests';
import type { TestHost } from '../../support/testHost';

export function generateTests(host: () => TestHost): void {
  const fimPrompt = (): string => host().model.fimPrompt('function add(a, b) {\n  return ', ';\n}\n');
  /** A prompt that models continue for long. */
  const openEnd = 'const names = ["anna", "bert", "carl"];\nfor (const name of names) {\n';

  describe('generate', () => {
    it('streams a middle piece by piece and ends with the counts', async () => {
      const response = await generate(host(), fimPrompt());
      assert.equal(response.headers.get('content-type'), 'application/x-ndjson');
      const lines = await readLines(response);
      const last = lines.at(-1)!;
      assert.ok(lines.slice(0, -1).every(({ done, response: text }) => !done && (text ?? '') !== ''));
      assert.equal(last.done, true);
      assert.equal(last.response, '');
      assert.match(last.done_reason ?? '', /^(stop|length)$/);
      assert.ok(lines.every(({ model }) => model === host().model.tag));
    });

    it('gives the same text whole and streamed', async () => {
      const whole = await generateWhole(host(), fimPrompt());
      const lines = await readLines(await generate(host(), fimPrompt()));
      assert.equal(lines.map(({ response }) => response).join(''), whole.response);
    });

    it('repeats itself at temperature 0', async () => {
      const [first, second] = [
        await generateWhole(host(), fimPrompt()),
        await generateWhole(host(), fimPrompt()),
      ];
      assert.equal(first.response, second.response);
      assert.equal(first.eval_count, second.eval_count);
    });

    it('repeats itself at a temperature with a seed', async () => {
      const ask = { options: { temperature: 1.2, seed: 7 } };
      const [first, second] = [
        await generateWhole(host(), openEnd, ask),
        await generateWhole(host(), openEnd, ask),
      ];
      assert.equal(first.response, second.response);
    });

    it('counts tokens and times in nanoseconds', async () => {
      const answer = await generateWhole(host(), fimPrompt());
      assert.ok((answer.prompt_eval_count ?? 0) > 5);
      assert.ok((answer.eval_count ?? 0) > 0);
      const parts = (answer.prompt_eval_duration ?? 0) + (answer.eval_duration ?? 0);
      assert.ok(parts > 0 && parts <= (answer.total_duration ?? 0));
    });

    it('reads FIM markers as one token each', async () => {
      const count = async (prompt: string): Promise<number> =>
        (await generateWhole(host(), prompt, { options: { num_predict: 1 } })).prompt_eval_count ?? 0;
      const [plain, marked] = [await count('aa'), await count(host().model.fimPrompt('aa', 'aa'))];
      const start = plain - 1; // 'aa' is one token; what is before it is BOS, where the model has one.
      assert.equal(marked, start + 5);
    });

    it('stops at the number of tokens asked for', async () => {
      const answer = await generateWhole(host(), openEnd, { options: { num_predict: 3 } });
      assert.equal(answer.eval_count, 3);
      assert.equal(answer.done_reason, 'length');
    });

    it('stops before a stop sequence', async () => {
      const free = (await generateWhole(host(), openEnd)).response ?? '';
      const stop = free.slice(3, 5);
      const answer = await generateWhole(host(), openEnd, { options: { stop: [stop] } });
      assert.equal(answer.response, free.slice(0, free.indexOf(stop)));
      assert.equal(answer.done_reason, 'stop');
    });

    it('sends nothing of a stop sequence in a stream either', async () => {
      const free = (await generateWhole(host(), openEnd)).response ?? '';
      const stop = free.slice(2, 9);
      const lines = await readLines(await generate(host(), openEnd, { options: { stop: [stop] } }));
      assert.equal(lines.map(({ response }) => response).join(''), free.slice(0, free.indexOf(stop)));
    });

    it('never splits a character over two pieces', async () => {
      const lines = await readLines(
        await generate(host(), '// 日本語のコメント、ファイルを', { options: { num_predict: 40 } }),
      );
      assert.ok(lines.every(({ response }) => !(response ?? '').includes('\uFFFD')));
    });

    it('counts the prompt as a whole when it has read part of it before', async () => {
      const head = Array.from({ length: 40 }, (_, i) => `const field${i} = read(${i * 7});`).join('\n');
      const first = await generateWhole(host(), `${head}\na`, { options: { num_predict: 1 } });
      const second = await generateWhole(host(), `${head}\na`, { options: { num_predict: 1 } });
      assert.equal(second.prompt_eval_count, first.prompt_eval_count);
      if (!host().embedded) return;
      const last = (await requestTrail(host())).at(-1)!;
      assert.equal(last.cachedTokens, last.promptTokens - 1);
    });

    it('fills the template when it is not raw, and gives the context back', async () => {
      const answer = (await generateWhole(host(), 'function add(', { fields: { raw: false } })) as unknown;
      const { context, response } = answer as { context: readonly number[]; response: string };
      assert.equal(typeof response, 'string');
      assert.ok(context.length > 1 && context.every(Number.isInteger));
    });
  });
}

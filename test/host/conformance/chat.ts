import assert from 'node:assert/strict';
import { post, readLines, TEST_WINDOW_TOKENS, type HostAnswer } from '../../support/hostRequests';
import type { TestHost } from '../../support/testHost';

export function chatTests(host: () => TestHost): void {
  const chat = (messages: readonly object[], fields: object = {}): Promise<Response> => {
    const options = { num_ctx: TEST_WINDOW_TOKENS, temperature: 0, num_predict: 8 };
    return post(`${host().url}/api/chat`, { model: host().model.tag, messages, options, ...fields });
  };
  const question = { role: 'user', content: 'function add(a, b) {' };

  describe('chat', () => {
    it('streams an answer of the assistant', async () => {
      const lines = await readLines(await chat([question]));
      assert.ok(lines.every(({ message }) => message?.role === 'assistant'));
      const last = lines.at(-1)!;
      assert.equal(last.done, true);
      assert.match(last.done_reason ?? '', /^(stop|length)$/);
      assert.ok((last.prompt_eval_count ?? 0) > 0);
    });

    it('gives the same answer whole', async () => {
      const whole = (await (await chat([question], { stream: false })).json()) as HostAnswer;
      const lines = await readLines(await chat([question]));
      assert.equal(lines.map(({ message }) => message?.content).join(''), whole.message?.content);
    });

    it('takes a conversation', async () => {
      const turns = [question, { role: 'assistant', content: '\n  return a + b;\n}\n' }, question];
      const whole = (await (await chat(turns, { stream: false })).json()) as HostAnswer;
      assert.equal(whole.done, true);
    });

    it('loads the model when there is no message', async () => {
      const loaded = (await (await chat([])).json()) as HostAnswer;
      assert.equal(loaded.done_reason, 'load');
      assert.deepEqual(loaded.message, { role: 'assistant', content: '' });
    });
  });
}

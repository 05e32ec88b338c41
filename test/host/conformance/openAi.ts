import assert from 'node:assert/strict';
import { post } from '../../support/hostRequests';
import type { TestHost } from '../../support/testHost';

interface Completion {
  readonly object: string;
  readonly model: string;
  readonly choices: readonly { readonly text: string; readonly finish_reason: string | null }[];
  readonly usage?: {
    readonly prompt_tokens: number;
    readonly completion_tokens: number;
    readonly total_tokens: number;
  };
}

export function openAiTests(host: () => TestHost): void {
  const complete = (fields: object): Promise<Response> => {
    const body = { model: host().model.tag, prompt: 'function add(a, b) {', max_tokens: 8, temperature: 0 };
    return post(`${host().url}/v1/completions`, { ...body, ...fields });
  };
  const events = async (response: Response): Promise<readonly string[]> => {
    assert.equal(response.headers.get('content-type'), 'text/event-stream');
    const parts = (await response.text()).trimEnd().split('\n\n');
    assert.ok(parts.every((part) => part.startsWith('data: ')));
    return parts.map((part) => part.slice('data: '.length));
  };

  describe('the OpenAI-style API', () => {
    it('lists the model', async () => {
      const { data } = (await (await fetch(`${host().url}/v1/models`)).json()) as { data: { id: string }[] };
      assert.ok(data.some(({ id }) => id === host().model.tag));
    });

    it('completes a text and tells the usage', async () => {
      const completion = (await (await complete({})).json()) as Completion;
      assert.equal(completion.object, 'text_completion');
      assert.equal(completion.model, host().model.tag);
      const {
        prompt_tokens: prompt = 0,
        completion_tokens: made = 0,
        total_tokens: total,
      } = completion.usage ?? {};
      assert.ok(prompt > 0 && made > 0 && made <= 8);
      assert.equal(total, prompt + made);
      assert.match(completion.choices[0]?.finish_reason ?? '', /^(stop|length)$/);
    });

    it('streams the same text as events and says when it is done', async () => {
      const whole = (await (await complete({})).json()) as Completion;
      const parts = await events(await complete({ stream: true }));
      assert.equal(parts.at(-1), '[DONE]');
      const chunks = parts.slice(0, -1).map((part) => JSON.parse(part) as Completion);
      assert.equal(chunks.map(({ choices }) => choices[0]?.text).join(''), whole.choices[0]?.text);
      assert.match(chunks.at(-1)!.choices[0]?.finish_reason ?? '', /^(stop|length)$/);
      assert.ok(chunks.every(({ usage }) => usage === undefined));
    });

    it('tells the usage at the end of a stream when asked', async () => {
      const parts = await events(await complete({ stream: true, stream_options: { include_usage: true } }));
      const last = JSON.parse(parts.at(-2) ?? '') as Completion;
      assert.deepEqual(last.choices, []);
      assert.ok(last.usage !== undefined && last.usage.completion_tokens > 0);
    });

    it('stops before a stop sequence', async () => {
      const free = ((await (await complete({})).json()) as Completion).choices[0]?.text ?? '';
      const stop = free.slice(2, 4);
      const stopped = (await (await complete({ stop })).json()) as Completion;
      assert.equal(stopped.choices[0]?.text, free.slice(0, free.indexOf(stop)));
      assert.equal(stopped.choices[0].finish_reason, 'stop');
    });

    it('wraps errors as that API does', async () => {
      const response = await complete({ model: 'no-such-model' });
      assert.equal(response.status, 404);
      assert.deepEqual(await response.json(), {
        error: {
          message: `model 'no-such-model' not found`,
          type: 'not_found_error',
          param: null,
          code: null,
        },
      });
    });
  });
}

import assert from 'node:assert/strict';
import { waitUntil } from '../../../tools/waitUntil';
import { generateWhole, post, TEST_WINDOW_TOKENS } from '../../support/hostRequests';
import type { TestHost } from '../../support/testHost';

interface ListedModel {
  readonly name: string;
  readonly model: string;
  readonly size: number;
  readonly size_vram?: number;
  readonly digest: string;
  readonly context_length?: number;
  readonly expires_at?: string;
  readonly modified_at?: string;
  readonly details: Readonly<Record<string, unknown>>;
}

interface ShownModel {
  readonly template: string;
  readonly capabilities: readonly string[];
  readonly details: Readonly<Record<string, unknown>>;
  readonly model_info: Readonly<Record<string, unknown>>;
}

const PATIENCE_MS = 60_000;

export function modelTests(host: () => TestHost): void {
  describe('about itself and its models', () => {
    it('says that it runs, to GET and to HEAD', async () => {
      const got = await fetch(`${host().url}/`);
      assert.equal(await got.text(), 'Ollama is running');
      const head = await fetch(`${host().url}/`, { method: 'HEAD' });
      assert.equal(head.status, 200);
      assert.equal(await head.text(), '');
    });

    it('tells its version', async () => {
      const { version } = (await (await fetch(`${host().url}/api/version`)).json()) as { version: string };
      assert.match(version, /^\d+\.\d+\.\d+/);
    });

    it('lists the model with its size, digest and details', async () => {
      const { models } = await list(host(), '/api/tags');
      const model = models.find(({ name }) => name === host().model.tag);
      assert.ok(model);
      assert.equal(model.model, model.name);
      assert.ok(model.size > 0);
      assert.match(model.digest, /^[0-9a-f]{64}$/);
      assert.ok(Date.parse(model.modified_at ?? '') > 0);
      assert.equal(model.details.format, 'gguf');
      assert.equal(typeof model.details.family, 'string');
      assert.equal(typeof model.details.parameter_size, 'string');
      assert.equal(typeof model.details.quantization_level, 'string');
    });

    it('shows template, capabilities and the shape of the network', async () => {
      const shown = await show(host(), {});
      assert.equal(typeof shown.template, 'string');
      assert.ok(shown.capabilities.includes('completion'));
      const family = String(shown.model_info['general.architecture']);
      for (const key of ['context_length', 'block_count', 'embedding_length', 'attention.head_count']) {
        assert.ok(Number(shown.model_info[`${family}.${key}`]) > 0, key);
      }
    });

    it('leaves the vocabulary out when it is not asked to be verbose', async () => {
      const { model_info: info } = await show(host(), {});
      assert.ok('tokenizer.ggml.tokens' in info);
      assert.ok([null, 0].includes((info['tokenizer.ggml.tokens'] as unknown[] | null)?.length ?? null));
    });

    it('shows the vocabulary with its types when verbose', async () => {
      const { model_info: info } = await show(host(), { verbose: true });
      const tokens = info['tokenizer.ggml.tokens'] as string[];
      assert.equal((info['tokenizer.ggml.token_type'] as number[]).length, tokens.length);
      const [begin = ''] = host().model.fimPrompt('', '').split('>');
      assert.ok(tokens.includes(`${begin}>`));
      assert.equal(typeof tokens[Number(info['tokenizer.ggml.eos_token_id'])], 'string');
    });

    it('takes the name without `:latest`', async () => {
      if (!host().model.tag.endsWith(':latest')) return;
      const name = host().model.tag.replace(':latest', '');
      const response = await post(`${host().url}/api/show`, { model: name });
      assert.equal(response.status, 200);
    });

    it('lists the model as running once a request has loaded it, with the window asked for', async () => {
      await generateWhole(host(), 'a', { options: { num_predict: 1 } });
      const running = await runningModel(host());
      assert.ok(running);
      assert.equal(running.context_length, TEST_WINDOW_TOKENS);
      assert.ok(running.size > 0);
      assert.ok((running.size_vram ?? 0) <= running.size);
      assert.ok(Date.parse(running.expires_at ?? '') > Date.now());
    });

    it('loads on an empty prompt and unloads when it is to be kept for no time', async () => {
      const load = { model: host().model.tag, options: { num_ctx: TEST_WINDOW_TOKENS } };
      const loaded = (await (await post(`${host().url}/api/generate`, load)).json()) as {
        done_reason: string;
      };
      assert.equal(loaded.done_reason, 'load');
      assert.ok(await runningModel(host()));
      const unload = { model: host().model.tag, keep_alive: 0 };
      const unloaded = (await (await post(`${host().url}/api/generate`, unload)).json()) as {
        done_reason: string;
      };
      assert.equal(unloaded.done_reason, 'unload');
      const gone = async (): Promise<boolean> => (await runningModel(host())) === undefined;
      await waitUntil(gone, { timeoutMs: PATIENCE_MS, what: 'the model to be unloaded' });
    });

    it('loads the model again with another window', async () => {
      for (const numCtx of [1024, TEST_WINDOW_TOKENS]) {
        await generateWhole(host(), 'a', { options: { num_ctx: numCtx, num_predict: 1 } });
        assert.equal((await runningModel(host()))?.context_length, numCtx);
      }
    });
  });
}

async function list({ url }: TestHost, route: string): Promise<{ models: readonly ListedModel[] }> {
  return (await (await fetch(`${url}${route}`)).json()) as { models: readonly ListedModel[] };
}

async function show({ url, model }: TestHost, fields: object): Promise<ShownModel> {
  const response = await post(`${url}/api/show`, { model: model.tag, ...fields });
  assert.equal(response.status, 200);
  return (await response.json()) as ShownModel;
}

async function runningModel(host: TestHost): Promise<ListedModel | undefined> {
  const { models } = await list(host, '/api/ps');
  return models.find(({ name }) => name === host.model.tag);
}

import assert from 'node:assert/strict';
import { createNodeFetchTransport } from '../../../src/node/nodeFetchTransport';
import type { ModelControl, PullProgress } from '../../../src/transport/modelControl';
import { createOllamaControl } from '../../../src/transport/ollamaControl';
import { FakeFaultyHost, giveJson, refuse, writeLines } from '../../support/fakeFaultyHost';
import { VirtualClock } from '../../support/virtualClock';

describe('ollamaControl', () => {
  let host: FakeFaultyHost;
  let http: ReturnType<typeof createNodeFetchTransport>;
  let control: ModelControl;
  let clock: VirtualClock;
  const never = new AbortController().signal;

  beforeEach(async () => {
    host = await FakeFaultyHost.start();
    http = createNodeFetchTransport('1.2.3');
    clock = new VirtualClock();
    const timeouts = { connectMs: 1_000, firstByteMs: 20_000, betweenTokensMs: 5_000 };
    const headers = (): Promise<Record<string, string>> => Promise.resolve({ Authorization: 'Bearer x' });
    control = createOllamaControl({ url: host.url, timeouts, headers }, { http, clock });
  });

  afterEach(async () => {
    http.dispose();
    await host.stop();
  });

  async function pulled(signal = never): Promise<PullProgress[]> {
    const all: PullProgress[] = [];
    for await (const progress of control.pull('coder:base', signal)) all.push(progress);
    return all;
  }

  it('tells how far a pull has come, layer by layer, to its success', async () => {
    host.on('POST /api/pull', (response) => {
      writeLines(
        response,
        { status: 'pulling manifest' },
        { status: 'pulling 8934d96d3f08', digest: 'sha256:8934', total: 4_000 },
        { status: 'pulling 8934d96d3f08', digest: 'sha256:8934', total: 4_000, completed: 1_500 },
        { status: 'success' },
      );
      response.end();
    });
    const layer = { status: 'pulling 8934d96d3f08', digest: 'sha256:8934', totalBytes: 4_000 };
    assert.deepEqual(await pulled(), [
      { status: 'pulling manifest' },
      layer,
      { ...layer, completedBytes: 1_500 },
      { status: 'success' },
    ]);
    const { body, headers } = await host.received(1);
    assert.equal((JSON.parse(body) as { name: string }).name, 'coder:base');
    assert.equal(headers.authorization, 'Bearer x');
  });

  it('waits for a silent check of what was pulled longer than for tokens', async () => {
    let finish = (): void => undefined;
    host.on('POST /api/pull', (response) => {
      writeLines(response, { status: 'verifying sha256 digest' });
      finish = () => {
        writeLines(response, { status: 'success' });
        response.end();
      };
    });
    const stream = control.pull('coder:base', never)[Symbol.asyncIterator]();
    await stream.next();
    const next = stream.next();
    await clock.advance(600_000);
    finish();
    assert.deepEqual(await next, { done: false, value: { status: 'success' } });
  });

  it('pauses a pull at the host when it is aborted', async () => {
    host.on('POST /api/pull', (response) => writeLines(response, { status: 'pulling manifest' }));
    const pause = new AbortController();
    const stream = control.pull('coder:base', pause.signal)[Symbol.asyncIterator]();
    await stream.next();
    const next = stream.next();
    pause.abort();
    await assert.rejects(next, { name: 'AbortError' });
    await (
      await host.received(1)
    ).leftEarly;
  });

  const failures = [
    ['pull model manifest: file does not exist', 'model-missing'],
    ['write /blobs/sha256-8934-partial: no space left on device', 'disk-full'],
    ['max retries exceeded: dial tcp: lookup registry.ollama.ai: no such host', 'host-fault'],
  ] as const;
  for (const [said, kind] of failures) {
    it(`fails as ${kind} where the host says "${said}"`, async () => {
      host.on('POST /api/pull', (response) => {
        writeLines(response, { status: 'pulling manifest' }, { error: said });
        response.end();
      });
      await assert.rejects(pulled(), { kind, message: `POST /api/pull at ${host.url}: ${said}` });
    });
  }

  it('does not take a pull that just ends for a success', async () => {
    host.on('POST /api/pull', (response) => {
      writeLines(response, { status: 'pulling manifest' });
      response.end();
    });
    await assert.rejects(pulled(), { kind: 'connection-lost', message: /ended before it was complete$/ });
  });

  it('unloads with an empty prompt that keeps nothing alive', async () => {
    host.on('POST /api/generate', giveJson({ done: true, done_reason: 'unload', response: '' }));
    await control.unload('coder:base', never);
    assert.deepEqual(JSON.parse((await host.received(1)).body), {
      model: 'coder:base',
      prompt: '',
      keep_alive: 0,
      stream: false,
    });
  });

  it('deletes a model, and says where there is none', async () => {
    host.on('DELETE /api/delete', (response) => void response.end());
    await control.remove('coder:base', never);
    assert.deepEqual(JSON.parse((await host.received(1)).body), { name: 'coder:base' });
    host.on('DELETE /api/delete', refuse(404, `{"error":"model 'coder:base' not found"}`));
    await assert.rejects(control.remove('coder:base', never), { kind: 'model-missing' });
  });

  it('gives the details of a model that people look for', async () => {
    host.on(
      'POST /api/show',
      giveJson({
        license: 'MIT',
        parameters: 'stop "<|EOT|>"',
        template: '{{ .Prompt }}',
        details: { family: 'llama', parameter_size: '6.7B', quantization_level: 'Q4_K_M' },
        model_info: { 'llama.context_length': 16_384 },
        capabilities: ['completion', 'insert'],
        modified_at: '2024-05-01T10:00:00.123456789Z',
      }),
    );
    assert.deepEqual(await control.details('coder:base', never), {
      template: '{{ .Prompt }}',
      capabilities: ['completion', 'insert'],
      info: { 'llama.context_length': 16_384 },
      family: 'llama',
      parameterSize: '6.7B',
      quantization: 'Q4_K_M',
      parameters: 'stop "<|EOT|>"',
      licence: 'MIT',
      modifiedAt: Date.UTC(2024, 4, 1, 10, 0, 0, 123),
    });
  });
});

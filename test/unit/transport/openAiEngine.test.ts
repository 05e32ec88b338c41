import assert from 'node:assert/strict';
import { createNodeFetchTransport } from '../../../src/node/nodeFetchTransport';
import type { GenerateEvent, GenerateRequest, InferenceEngine } from '../../../src/transport/engine';
import { TransportError, type TransportErrorKind } from '../../../src/transport/errors';
import { createOpenAiEngine } from '../../../src/transport/openAiEngine';
import { FakeFaultyHost, giveJson, refuse, type FaultScript } from '../../support/fakeFaultyHost';
import { VirtualClock } from '../../support/virtualClock';

const COMPLETIONS = 'POST /v1/completions';
const request: GenerateRequest = {
  model: 'deepseek-coder-6.7b-base',
  prompt: '<｜fim▁begin｜>def add(<｜fim▁hole｜><｜fim▁end｜>',
  load: { numCtx: 8_192, keepAlive: '5m' },
  options: { numPredict: 64, temperature: 0, topK: 40, stop: ['\n\n'] },
};

function events(...all: readonly (object | string)[]): FaultScript {
  return (response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    const texts = all.map((each) => (typeof each === 'string' ? each : JSON.stringify(each)));
    response.end(texts.map((text) => `data: ${text}\n\n`).join(''));
  };
}

const piece = (text: string, finish: string | null = null): object => ({
  choices: [{ text, index: 0, finish_reason: finish }],
});

describe('openAiEngine', () => {
  let host: FakeFaultyHost;
  let http: ReturnType<typeof createNodeFetchTransport>;
  let engine: InferenceEngine;
  let clock: VirtualClock;
  const never = new AbortController().signal;

  beforeEach(async () => {
    host = await FakeFaultyHost.start();
    http = createNodeFetchTransport('1.2.3');
    clock = new VirtualClock();
    engine = engineAt(host.url);
  });

  afterEach(async () => {
    http.dispose();
    await host.stop();
  });

  function engineAt(url: string): InferenceEngine {
    const timeouts = { connectMs: 1_000, firstByteMs: 20_000, betweenTokensMs: 5_000 };
    return createOpenAiEngine({ url, timeouts, headers: () => Promise.resolve({}) }, { http, clock });
  }

  async function generated(signal = never, asked = request): Promise<GenerateEvent[]> {
    const all: GenerateEvent[] = [];
    for await (const event of engine.generate(asked, signal)) all.push(event);
    return all;
  }

  describe('with more stop sequences than such APIs take', () => {
    const stop = ['<|a|>', '<|b|>', '<|c|>', '<|d|>', '<|EOT|>', '\n\n'];
    const asked = { ...request, options: { ...request.options, stop } };

    it('sends four, and looks for the others itself, across pieces', async () => {
      host.on(COMPLETIONS, events(piece('a <'), piece('|EO'), piece('T|> b'), piece('c', 'length')));
      assert.deepEqual(await generated(never, asked), [
        { kind: 'text', text: 'a ' },
        { kind: 'done', finishReason: 'stop', metrics: {} },
      ]);
      const [sent] = host.requests;
      assert.deepEqual((JSON.parse(sent?.body ?? '') as { stop: unknown }).stop, stop.slice(0, 4));
    });

    it('hands on what only began like one', async () => {
      host.on(COMPLETIONS, events(piece('a <|E'), piece('O|> b\n', 'stop'), '[DONE]'));
      const all = await generated(never, asked);
      const text = all.map((event) => (event.kind === 'text' ? event.text : '')).join('');
      assert.equal(text, 'a <|EO|> b\n');
    });
  });

  it('streams the text, then the end with usage and timings', async () => {
    const usage = { prompt_tokens: 9, completion_tokens: 2, total_tokens: 11 };
    const timings = { prompt_n: 3, prompt_ms: 12.5, predicted_n: 2, predicted_ms: 40 };
    host.on(
      COMPLETIONS,
      events(
        piece('a, '),
        piece('b', 'stop'),
        { choices: [], usage },
        { choices: [], usage, timings },
        '[DONE]',
      ),
    );
    assert.deepEqual(await generated(), [
      { kind: 'text', text: 'a, ' },
      { kind: 'text', text: 'b' },
      {
        kind: 'done',
        finishReason: 'stop',
        metrics: { promptTokens: 9, generatedTokens: 2, promptMs: 12.5, decodeMs: 40 },
      },
    ]);
  });

  it('sends the raw prompt with options by the names of that API, and nothing that only Ollama knows', async () => {
    host.on(COMPLETIONS, events(piece('x', 'stop'), '[DONE]'));
    await generated();
    const { body, headers } = await host.received(1);
    assert.deepEqual(JSON.parse(body), {
      model: 'deepseek-coder-6.7b-base',
      prompt: request.prompt,
      stream: true,
      stream_options: { include_usage: true },
      max_tokens: 64,
      temperature: 0,
      top_k: 40,
      stop: ['\n\n'],
    });
    assert.equal(headers['user-agent'], 'fillwright/1.2.3');
  });

  for (const [reason, expected] of [
    ['length', 'length'],
    ['stop', 'stop'],
    [null, 'cut-off'],
  ] as const) {
    it(`ends with ${expected} where the server gives the reason ${String(reason)}`, async () => {
      host.on(COMPLETIONS, events(piece('x', reason)));
      assert.deepEqual((await generated()).at(-1), { kind: 'done', finishReason: expected, metrics: {} });
    });
  }

  const forms: readonly (readonly [string, object])[] = [
    ["OpenAI's form, as vLLM", { tokens: ['a', 'b'], token_logprobs: [-0.25, -1.5], top_logprobs: [{}, {}] }],
    [
      "the form of chats, as llama.cpp's server",
      {
        content: [
          { id: 1, token: 'a', bytes: [97], logprob: -0.25, top_logprobs: [] },
          { id: 2, token: 'b', bytes: [98], logprob: -1.5, top_logprobs: [] },
        ],
      },
    ],
  ];
  for (const [form, logprobs] of forms) {
    it(`is told how probable each token is in ${form}, where it is wanted only`, async () => {
      const choice = { text: 'ab', index: 0, finish_reason: null, logprobs };
      host.on(COMPLETIONS, events({ choices: [choice] }, piece('', 'stop'), '[DONE]'));
      const asking = { ...request, options: { ...request.options, logProbabilities: true as const } };
      const [first] = await generated(never, asking);
      assert.deepEqual(first, { kind: 'text', text: 'ab', logProbabilities: [-0.25, -1.5] });
      await generated();
      const sent = host.requests.map(({ body }) => (JSON.parse(body) as { logprobs?: unknown }).logprobs);
      assert.deepEqual(sent, [1, undefined]);
    });
  }

  it('leaves out from then on what a server refuses by name', async () => {
    host.on(COMPLETIONS, (response, { body }) => {
      const sent = JSON.parse(body) as Record<string, unknown>;
      const unknown = ['stream_options', 'top_k'].find((field) => field in sent);
      const script =
        unknown === undefined
          ? events(piece('x', 'stop'), '[DONE]')
          : refuse(400, `{"error":{"message":"Unrecognized request argument supplied: ${unknown}"}}`);
      return script(response, { body } as never);
    });
    assert.equal((await generated()).length, 2);
    assert.equal(host.requests.length, 3);
    await generated();
    assert.equal(host.requests.length, 4);
  });

  const refusals: readonly (readonly [number, string, TransportErrorKind])[] = [
    [
      400,
      `{"object":"error","message":"This model's maximum context length is 4096 tokens. However, you requested 5000","type":"BadRequestError","code":400}`,
      'prompt-too-long',
    ],
    [
      404,
      '{"object":"error","message":"The model `x` does not exist.","type":"NotFoundError","code":404}',
      'model-missing',
    ],
    [
      400,
      '{"error":{"code":400,"message":"the request exceeds the available context size","type":"exceed_context_size_error"}}',
      'prompt-too-long',
    ],
    [503, '{"error":{"code":503,"message":"Loading model","type":"unavailable_error"}}', 'busy'],
    [401, '{"error":{"message":"Invalid API Key","type":"authentication_error","code":401}}', 'login'],
    [404, '{"detail":"Not Found"}', 'not-an-engine'],
    [500, '{"error":{"message":"CUDA out of memory"}}', 'out-of-memory'],
  ];
  for (const [status, body, kind] of refusals) {
    it(`fails as ${kind} where a server answers ${status} ${body.slice(0, 60)}`, async () => {
      host.on(COMPLETIONS, refuse(status, body));
      await assert.rejects(generated(), (thrown) => thrown instanceof TransportError && thrown.kind === kind);
    });
  }

  it('fails with the error inside a stream, after the text before it', async () => {
    host.on(COMPLETIONS, events(piece('partly'), { error: { message: 'CUDA out of memory' } }));
    const stream = engine.generate(request, never)[Symbol.asyncIterator]();
    assert.deepEqual((await stream.next()).value, { kind: 'text', text: 'partly' });
    await assert.rejects(stream.next(), { kind: 'out-of-memory' });
  });

  it('fails where a stream ends before its first event, as with a prompt too long for llama-cpp-python', async () => {
    host.on(COMPLETIONS, (response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      response.end();
    });
    await assert.rejects(generated(), (thrown) => {
      assert.ok(thrown instanceof TransportError);
      assert.match(thrown.message, /the answer ended before it had begun.*longer than their window/);
      return thrown.kind === 'host-fault';
    });
  });

  it('closes the connection when it is left or aborted', async () => {
    host.on(COMPLETIONS, (response) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      response.write(`data: ${JSON.stringify(piece('x'))}\n\n`);
    });
    for await (const event of engine.generate(request, never)) {
      assert.equal(event.kind, 'text');
      break;
    }
    await (
      await host.received(1)
    ).leftEarly;
    const leave = new AbortController();
    const stream = engine.generate(request, leave.signal)[Symbol.asyncIterator]();
    await stream.next();
    const next = stream.next();
    leave.abort();
    await assert.rejects(next, { name: 'AbortError' });
    await (
      await host.received(2)
    ).leftEarly;
  });

  it('takes the URL with or without /v1 at its end', async () => {
    host.on('GET /prefix/v1/models', giveJson({ data: [{ id: 'm', owned_by: 'vllm' }] }));
    for (const url of [`${host.url}/prefix`, `${host.url}/prefix/v1`]) {
      assert.equal(await engineAt(url).version(never), 'OpenAI-style API, vllm');
    }
  });

  it("takes the window from vLLM's list of models", async () => {
    host.on('GET /v1/models', giveJson({ data: [{ id: 'm', max_model_len: 16_384 }] }));
    const [model] = await engine.loadedModels(never);
    assert.equal(model?.contextLength, 16_384);
    assert.equal(host.requests.length, 1);
  });

  it("takes the window from /props of llama.cpp's server, and does without where there is neither", async () => {
    host.on('GET /v1/models', giveJson({ data: [{ id: 'm', meta: { size: 4_000_000_000 } }] }));
    assert.deepEqual(await engine.loadedModels(never), [
      { tag: 'm', digest: '', sizeBytes: 4_000_000_000, vramBytes: 4_000_000_000 },
    ]);
    host.on('GET /props', giveJson({ default_generation_settings: { n_ctx: 8_192 } }));
    assert.equal((await engine.loadedModels(never))[0]?.contextLength, 8_192);
  });

  it('is told by /props of llama.cpp what a model sees, takes and thinks, and what it was loaded from', async () => {
    host.on('GET /v1/models', giveJson({ data: [{ id: 'chat', owned_by: 'llamacpp' }] }));
    host.on(
      'GET /props',
      giveJson({
        default_generation_settings: { n_ctx: 8_192 },
        model_path: '/models/Qwen3-VL-8B-Q4_K_M.gguf',
        modalities: { vision: true, audio: false },
        chat_template: '{% if enable_thinking is false %}<think></think>{% endif %}',
        chat_template_caps: { supports_tools: true },
      }),
    );
    const { capabilities, info, thinking } = await engine.describeModel('chat', never);
    assert.deepEqual(capabilities, ['completion', 'vision', 'tools']);
    assert.equal(info['general.name'], 'Qwen3-VL-8B-Q4_K_M');
    assert.deepEqual(thinking, { values: [true, false] });
  });

  const openingThought = "{% if add_generation_prompt %}{{ '<｜Assistant｜><think>\\n' }}{% endif %}";
  const templates: readonly (readonly [what: string, template: string, values: unknown])[] = [
    [
      'switched by DeepSeek-V3.1',
      '{% if not thinking is defined %}{% set thinking = false %}{% endif %}',
      [true, false],
    ],
    ['by levels of gpt-oss', 'Reasoning: {{ reasoning_effort }}', ['low', 'medium', 'high']],
    ['always by R1', openingThought, [true]],
    ['not known of', "{% if add_generation_prompt %}{{ '<|assistant|>' }}{% endif %}", undefined],
    ['not known of where old thoughts are only cut', "{{ x.split('</think>') }}", undefined],
  ];
  for (const [what, chat_template, values] of templates) {
    it(`reads in a template that thinking is ${what}`, async () => {
      host.on('GET /v1/models', giveJson({ data: [{ id: 'm' }] }));
      host.on('GET /props', giveJson({ chat_template }));
      assert.deepEqual((await engine.describeModel('m', never)).thinking?.values, values);
    });
  }

  it("asks for no /props where vLLM's list tells the window, nor of several models", async () => {
    const root = 'deepseek-ai/DeepSeek-R1-Distill-Qwen-7B';
    host.on('GET /v1/models', giveJson({ data: [{ id: 'chat', root, max_model_len: 16_384 }] }));
    const { capabilities, info } = await engine.describeModel('chat', never);
    assert.deepEqual(capabilities, []);
    assert.equal(info['general.name'], 'DeepSeek-R1-Distill-Qwen-7B');
    host.on('GET /v1/models', giveJson({ data: [{ id: 'chat' }, { id: 'other' }] }));
    await engine.describeModel('chat', never);
    assert.deepEqual(
      host.requests.map(({ route }) => route),
      ['GET /v1/models', 'GET /v1/models'],
    );
  });

  it('takes a /props of another kind for none', async () => {
    host.on('GET /v1/models', giveJson({ data: [{ id: 'm' }] }));
    for (const answer of [{}, { status: 'ok' }, 'hello']) {
      host.on('GET /props', giveJson(answer));
      assert.deepEqual((await engine.describeModel('m', never)).capabilities, []);
    }
  });

  it('says which model a server does not serve', async () => {
    host.on('GET /v1/models', giveJson({ data: [{ id: 'other' }] }));
    await assert.rejects(engine.load('mine', { numCtx: 1 }, never), {
      kind: 'model-missing',
      message: /does not serve mine$/,
    });
  });

  it('is not taken in by a list of another kind', async () => {
    host.on('GET /v1/models', giveJson({ models: [] }));
    await assert.rejects(engine.listModels(never), { kind: 'not-an-engine' });
  });
});

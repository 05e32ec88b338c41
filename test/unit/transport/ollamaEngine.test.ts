import assert from 'node:assert/strict';
import { createNodeFetchTransport } from '../../../src/node/nodeFetchTransport';
import { createRoutedTransport } from '../../../src/node/routedTransport';
import type { GenerateEvent, GenerateRequest, InferenceEngine } from '../../../src/transport/engine';
import { TransportError, type TransportErrorKind } from '../../../src/transport/errors';
import type { EngineEndpoint } from '../../../src/transport/exchange';
import { createOllamaEngine } from '../../../src/transport/ollamaEngine';
import {
  drip,
  FakeFaultyHost,
  giveJson,
  refuse,
  writeLines,
  type FaultScript,
} from '../../support/fakeFaultyHost';
import { settled, VirtualClock } from '../../support/virtualClock';

const GENERATE = 'POST /api/generate';
const request: GenerateRequest = {
  model: 'coder:base',
  prompt: 'def add(',
  load: { numCtx: 8_192 },
  options: { numPredict: 64, temperature: 0, stop: ['\n\n'] },
};
const piece = (response: string): object => ({ model: 'coder:base', response, done: false });
const lastLine = {
  response: '',
  done: true,
  done_reason: 'stop',
  prompt_eval_count: 7,
  eval_duration: 2_000_000,
};

const noSecrets = { secret: () => Promise.resolve(undefined), environment: () => undefined };
const adapters = {
  'node-fetch': () => createNodeFetchTransport('1.2.3'),
  "Node's own requests": () => createRoutedTransport('1.2.3', { url: 'http://127.0.0.1' }, noSecrets),
};

for (const [adapter, create] of Object.entries(adapters))
  describe(`ollamaEngine by ${adapter}`, () => {
    let host: FakeFaultyHost;
    let clock: VirtualClock;
    let http: ReturnType<typeof create>;
    let engine: InferenceEngine;
    const never = new AbortController().signal;

    beforeEach(async () => {
      host = await FakeFaultyHost.start();
      clock = new VirtualClock();
      http = create();
      engine = engineAt(host.url);
    });

    afterEach(async () => {
      http.dispose();
      await host.stop();
    });

    function engineAt(
      url: string,
      headers: EngineEndpoint['headers'] = () => Promise.resolve({}),
    ): InferenceEngine {
      const timeouts = { connectMs: 1_000, firstByteMs: 20_000, betweenTokensMs: 5_000 };
      return createOllamaEngine({ url, timeouts, headers }, { http, clock });
    }

    function onGenerate(script: FaultScript): void {
      host.on(GENERATE, script);
    }

    async function generated(signal = never, asked = request): Promise<GenerateEvent[]> {
      const events: GenerateEvent[] = [];
      for await (const event of engine.generate(asked, signal)) events.push(event);
      return events;
    }

    /** Turns of the event loop in which the end of an answer arrives and its connection is handed back. */
    async function idleConnection(): Promise<void> {
      for (let turn = 0; turn < 20; turn += 1) await settled();
    }

    /** The text that came, and the kind of error that ended it. */
    async function failed(signal = never): Promise<{ text: string; error: TransportError }> {
      let text = '';
      try {
        for await (const event of engine.generate(request, signal))
          text += event.kind === 'text' ? event.text : '';
      } catch (thrown) {
        assert.ok(thrown instanceof TransportError, String(thrown));
        return { text, error: thrown };
      }
      return assert.fail('The generation did not fail.');
    }

    describe('a sound answer', () => {
      it('arrives piece by piece, with the metrics in milliseconds at its end', async () => {
        onGenerate((response) => {
          writeLines(response, piece('a, '), piece('b'), lastLine);
          response.end();
        });
        assert.deepEqual(await generated(), [
          { kind: 'text', text: 'a, ' },
          { kind: 'text', text: 'b' },
          { kind: 'done', finishReason: 'stop', metrics: { promptTokens: 7, decodeMs: 2 } },
        ]);
      });

      it('is asked for raw, never truncated, with the load options and under our name', async () => {
        onGenerate((response) => {
          writeLines(response, lastLine);
          response.end();
        });
        await generated();
        const { body, headers } = await host.received(1);
        assert.deepEqual(JSON.parse(body), {
          model: 'coder:base',
          prompt: 'def add(',
          raw: true,
          truncate: false,
          stream: true,
          options: { num_ctx: 8_192, num_predict: 64, temperature: 0, stop: ['\n\n'] },
        });
        assert.equal(headers['user-agent'], 'fillwright/1.2.3');
        assert.equal(headers['accept-encoding'], undefined);
      });

      it('keeps characters whole that are cut anywhere on the way', async () => {
        const lines = Buffer.from(`${JSON.stringify(piece('日本 😀 ｜▁'))}\n${JSON.stringify(lastLine)}\n`);
        onGenerate(async (response) => {
          await drip(
            response,
            [...lines].map((byte) => Buffer.from([byte])),
          );
          response.end();
        });
        const [first] = await generated();
        assert.deepEqual(first, { kind: 'text', text: '日本 😀 ｜▁' });
      });

      it('needs no line break behind its last line and may hold blank ones', async () => {
        onGenerate((response) => {
          response.end(`\n\n${JSON.stringify(piece('x'))}\r\n\n${JSON.stringify(lastLine)}`);
        });
        assert.equal((await generated()).length, 2);
      });

      it('leaves its connection to the next request', async () => {
        onGenerate((response) => {
          writeLines(response, piece('x'), lastLine);
          setImmediate(() => response.end());
        });
        // The connection is free once the answer's end has arrived, which takes some turns of the event loop.
        const reused = (): boolean =>
          new Set(host.requests.map((each) => each.connection)).size < host.requests.length;
        for (let request = 0; request < 50 && !reused(); request += 1) await generated();
        assert.ok(reused());
      });
    });

    describe('how probable each token is', () => {
      const asking: GenerateRequest = { ...request, options: { ...request.options, logProbabilities: true } };
      const logprobs = [
        { token: 'a', logprob: -0.25, bytes: [97] },
        { token: ', ', logprob: -1.5, top_logprobs: [] },
      ];

      it('is asked for where it is wanted only, and comes with its piece', async () => {
        onGenerate((response) => {
          writeLines(response, { ...piece('a, '), logprobs }, piece('b'), lastLine);
          response.end();
        });
        const [first, second] = await generated(never, asking);
        assert.deepEqual(first, { kind: 'text', text: 'a, ', logProbabilities: [-0.25, -1.5] });
        assert.deepEqual(second, { kind: 'text', text: 'b' });
        await generated();
        const sent = host.requests.map(({ body }) => (JSON.parse(body) as { logprobs?: unknown }).logprobs);
        assert.deepEqual(sent, [true, undefined]);
      });

      it('is not asked for again of a host that refuses to tell', async () => {
        onGenerate((response, received) => {
          if (received.body.includes('"logprobs"'))
            return refuse(400, '{"error":"this host does not support \\"logprobs\\""}')(response, received);
          writeLines(response, piece('x'), lastLine);
          response.end();
        });
        for (const requests of [2, 3]) {
          assert.deepEqual((await generated(never, asking))[0], { kind: 'text', text: 'x' });
          assert.equal(host.requests.length, requests);
        }
      });
    });

    describe('an answer without a last line', () => {
      it('counts as cut off, with all its text', async () => {
        onGenerate((response) => {
          writeLines(response, piece('some'), piece('thing'));
          response.end();
        });
        assert.deepEqual((await generated()).slice(1), [
          { kind: 'text', text: 'thing' },
          { kind: 'done', finishReason: 'cut-off', metrics: {} },
        ]);
      });

      it('loses the half line it ends in', async () => {
        onGenerate((response) => {
          writeLines(response, piece('some'));
          response.end('{"response":"thi');
        });
        assert.deepEqual((await generated()).at(-1), { kind: 'done', finishReason: 'cut-off', metrics: {} });
      });
    });

    describe('an error inside an answer with status 200', () => {
      const cases: readonly (readonly [string, TransportErrorKind])[] = [
        ['model runner has unexpectedly stopped', 'host-fault'],
        ['CUDA error: out of memory', 'out-of-memory'],
        ['{"error":{"code":400,"message":"too big","type":"exceed_context_size_error"}}', 'prompt-too-long'],
        ["model 'x' not found", 'model-missing'],
      ];
      for (const [said, kind] of cases) {
        it(`is ${kind} for "${said}", and comes after the text before it`, async () => {
          onGenerate((response) => {
            writeLines(response, piece('partly'), { error: said });
            response.end();
          });
          const { text, error } = await failed();
          assert.equal(text, 'partly');
          assert.equal(error.kind, kind);
        });
      }
    });

    describe('something that is not an engine', () => {
      const notJson: readonly (readonly [string, string, string])[] = [
        ['a web page', '<!doctype html><title>Log in</title>', 'text/html; charset=utf-8'],
        ['a web page that claims to be JSON', '<html><body>Log in</body></html>\n', 'application/json'],
        ['lines of text', 'hello\nworld\n', 'text/plain'],
        ['JSON of another kind', '[1]\n2\n', 'application/json'],
        ['a line without end', '"'.repeat(1_200_000), 'application/json'],
      ];
      for (const [what, body, type] of notJson) {
        it(`is noticed when it answers with ${what}`, async () => {
          onGenerate(refuse(200, body, type));
          const { error } = await failed();
          assert.equal(error.kind, 'not-an-engine');
          assert.ok(error.message.startsWith(`${GENERATE} at ${host.url}: answered with`), error.message);
        });
      }

      it('is noticed in a list of models', async () => {
        host.on('GET /api/tags', giveJson({ data: [] }));
        await assert.rejects(engine.listModels(never), { kind: 'not-an-engine' });
      });

      it('may redirect: the target is named without its login and query, and not visited', async () => {
        onGenerate((response) => {
          response.writeHead(302, { Location: 'https://me:secret@login.example/start?token=abc' });
          response.end();
        });
        const { error } = await failed();
        assert.equal(error.kind, 'not-an-engine');
        assert.equal(error.facts.detail, 'redirected to https://login.example/start');
      });
    });

    describe('a refusal', () => {
      const cases: readonly (readonly [number, string, TransportErrorKind])[] = [
        [404, `{"error":"model 'coder:base' not found"}`, 'model-missing'],
        [400, '{"error":"registry.ollama.ai/library/coder:base does not support insert"}', 'unsupported'],
        [
          500,
          '{"error":"model requires more system memory (9.1 GiB) than is available (4.0 GiB)"}',
          'out-of-memory',
        ],
        [
          500,
          '{"error":"llama-server process has terminated: exit status 1: vk::Device::allocateMemory: ErrorOutOfDeviceMemory"}',
          'out-of-memory',
        ],
        [
          500,
          '{"error":"llama-server reported out-of-memory during startup: hipMalloc failed"}',
          'out-of-memory',
        ],
        [500, '{"error":"llama-server process has terminated: error: not enough memory"}', 'out-of-memory'],
        [500, '{"error":"llama-server process has terminated: KV cache allocation failed"}', 'out-of-memory'],
        [503, '{"error":"server busy, please try again. maximum pending requests exceeded"}', 'busy'],
        [
          400,
          '{"error":"{\\"error\\":{\\"type\\":\\"exceed_context_size_error\\",\\"n_ctx\\":2048}}"}',
          'prompt-too-long',
        ],
        [
          500,
          '{"error":"{\\"error\\":{\\"message\\":\\"image input is not supported - hint: provide the mmproj\\"}}"}',
          'unsupported',
        ],
        [400, '{"error":"invalid options: num_ctx"}', 'bad-request'],
        [503, '', 'busy'],
        [429, '', 'busy'],
        [407, '', 'proxy'],
        [401, 'Unauthorized', 'login'],
        [403, '', 'login'],
        [404, '<html>nginx</html>', 'not-an-engine'],
        [405, '', 'not-an-engine'],
        [429, '{"error":"slow down"}', 'busy'],
        [502, '<html>Bad Gateway</html>', 'unreachable'],
        [500, '{"error":"llama runner process has terminated"}', 'host-fault'],
      ];
      for (const [status, body, kind] of cases) {
        it(`with status ${status} and ${body === '' ? 'no body' : body.slice(0, 60)} is ${kind}`, async () => {
          onGenerate(refuse(status, body));
          const { error } = await failed();
          assert.equal(error.kind, kind);
          assert.equal(error.facts.status, status);
          assert.ok(!error.message.includes('\n'));
        });
      }
    });

    describe('a connection', () => {
      it('that is refused makes the host unreachable', async () => {
        const gone = await FakeFaultyHost.start();
        const { url } = gone;
        await gone.stop();
        await assert.rejects(engineAt(url).version(never), { kind: 'unreachable' });
      });

      it('that breaks before the answer makes the host unreachable', async () => {
        onGenerate((response) => void response.socket?.resetAndDestroy());
        assert.equal((await failed()).error.kind, 'unreachable');
      });

      for (const [how, headers] of [
        ['in chunks', {}],
        ['of known length', { 'Content-Length': '100000' }],
      ] as const) {
        it(`that breaks in the middle of an answer ${how} is lost`, async () => {
          onGenerate((response) => {
            response.writeHead(200, headers);
            writeLines(response, piece('half'));
            setImmediate(() => response.socket?.resetAndDestroy());
          });
          assert.equal((await failed()).error.kind, 'connection-lost');
        });
      }

      it('kept from before and closed by the host meanwhile is replaced without a word', async () => {
        host.on('GET /api/version', giveJson({ version: '0.1' }));
        await engine.version(never);
        await idleConnection();
        host.on('GET /api/version', (response, { connection }) => {
          if (connection === 1) response.socket?.resetAndDestroy();
          else response.end('{"version":"0.2"}');
        });
        assert.equal(await engine.version(never), '0.2');
      });

      it('to an https URL whose port speaks http fails as TLS', async () => {
        await assert.rejects(engineAt(host.url.replace('http:', 'https:')).version(never), { kind: 'tls' });
      });

      it('to a port that speaks no HTTP shows that no engine is there', async () => {
        onGenerate((response) => void response.socket?.end('SSH-2.0-OpenSSH_9.6\r\n'));
        assert.equal((await failed()).error.kind, 'not-an-engine');
      });
    });

    describe('a host that keeps one waiting', () => {
      it('for its first byte is given up after that time, naming it', async () => {
        onGenerate(() => undefined);
        const failure = failed();
        const { leftEarly } = await host.received(1);
        await clock.advance(20_000);
        const { error } = await failure;
        assert.equal(error.kind, 'timeout');
        assert.equal(error.facts.phase, 'firstByte');
        assert.match(error.message, /no answer within 20 s$/);
        await leftEarly;
      });

      it('between two pieces is given up after that time', async () => {
        onGenerate((response) => writeLines(response, piece('one')));
        const events = engine.generate(request, never)[Symbol.asyncIterator]();
        await events.next();
        const second = assert.rejects(events.next(), {
          kind: 'timeout',
          facts: { phase: 'betweenTokens' } as never,
        });
        const caught = second.catch((thrown: unknown) => thrown);
        await clock.advance(5_000);
        await caught;
      });

      it('for a connection is given up after that time', async () => {
        const deaf = {
          send: ({ signal }: { signal: AbortSignal }) =>
            new Promise<Response>((_, reject) => {
              signal.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
            }),
        };
        const timeouts = { connectMs: 1_000, firstByteMs: 20_000, betweenTokensMs: 5_000 };
        const endpoint = { url: host.url, timeouts, headers: () => Promise.resolve({}) };
        const version = createOllamaEngine(endpoint, { http: deaf, clock }).version(never);
        const rejected = assert.rejects(version, /no connection within 1 s/);
        await clock.advance(1_000);
        await rejected;
      });
    });

    describe('leaving', () => {
      it('before the first byte rejects at once with an AbortError and closes the connection', async () => {
        onGenerate(() => undefined);
        const leave = new AbortController();
        const events = generated(leave.signal);
        const { leftEarly } = await host.received(1);
        leave.abort();
        await assert.rejects(events, { name: 'AbortError' });
        await leftEarly;
      });

      it('in the middle by the signal throws an AbortError and closes the connection', async () => {
        onGenerate((response) => writeLines(response, piece('one')));
        const leave = new AbortController();
        const events = engine.generate(request, leave.signal)[Symbol.asyncIterator]();
        await events.next();
        const next = events.next();
        leave.abort();
        await assert.rejects(next, { name: 'AbortError' });
        await (
          await host.received(1)
        ).leftEarly;
      });

      it('the iteration closes the connection', async () => {
        onGenerate((response) => writeLines(response, piece('one'), piece('two')));
        for await (const event of engine.generate(request, never)) {
          assert.equal(event.kind, 'text');
          break;
        }
        await (
          await host.received(1)
        ).leftEarly;
      });

      it('before it began sends nothing', async () => {
        await assert.rejects(generated(AbortSignal.abort()), { name: 'AbortError' });
        assert.equal(host.requests.length, 0);
      });
    });

    it('leaves nothing behind after 200 generations that were left at any moment', async () => {
      onGenerate((response) => writeLines(response, piece('one'), piece('two')));
      for (let count = 0; count < 200; count += 1) {
        const leave = new AbortController();
        const left = generated(leave.signal).catch((thrown: unknown) => (thrown as Error).name);
        for (let turn = 0; turn < count % 5; turn += 1) await settled();
        leave.abort();
        assert.equal(await left, 'AbortError');
      }
      await Promise.all(host.requests.map((each) => each.leftEarly));
      while ((await host.openConnections()) > 0) await settled();
      assert.equal(clock.timers, 0);
    });

    it('sends what the endpoint asks for, keeping a path prefix', async () => {
      host.on('GET /ollama/api/version', giveJson({ version: '0.9' }));
      const headers = (): Promise<Record<string, string>> => Promise.resolve({ Authorization: 'Bearer x' });
      assert.equal(await engineAt(`${host.url}/ollama`, headers).version(never), '0.9');
      assert.equal((await host.received(1)).headers.authorization, 'Bearer x');
    });

    it('fails as a login when a header lacks its secret, without a request', async () => {
      const missing = (): Promise<never> => Promise.reject(new Error('The header X needs the secret K.'));
      await assert.rejects(engineAt(host.url, missing).version(never), {
        kind: 'login',
        message: `GET /api/version at ${host.url}: The header X needs the secret K.`,
      });
      assert.equal(host.requests.length, 0);
    });

    it('fails as a login when a secret can not be sent, without repeating it', async () => {
      const headers = (): Promise<Record<string, string>> => Promise.resolve({ 'X-Key': 'hunter2\n' });
      await assert.rejects(
        engineAt(host.url, () => Promise.resolve({ 'X-Key': 'hunter2…' })).version(never),
        {
          kind: 'login',
          message: `GET /api/version at ${host.url}: the value of the header X-Key holds characters that HTTP does not allow`,
        },
      );
      host.on('GET /api/version', giveJson({ version: '1' }));
      assert.equal(await engineAt(host.url, headers).version(never), '1');
    });

    it('sends a header once, however its name is written', async () => {
      onGenerate(giveJson({ done: true, response: '' }));
      const headers = (): Promise<Record<string, string>> =>
        Promise.resolve({ 'content-type': 'application/json' });
      await engineAt(host.url, headers).load('coder:base', { numCtx: 1 }, never);
      assert.equal((await host.received(1)).headers['content-type'], 'application/json');
    });

    it('loads with an empty prompt and the very options of later requests', async () => {
      onGenerate(giveJson({ done: true, done_reason: 'load' }));
      await engine.load('coder:base', { numCtx: 4_096, keepAlive: '30m' }, never);
      assert.deepEqual(JSON.parse((await host.received(1)).body), {
        model: 'coder:base',
        prompt: '',
        stream: false,
        keep_alive: '30m',
        options: { num_ctx: 4_096 },
      });
    });

    it('hands out a vocabulary as the bytes that came', async () => {
      host.on('POST /api/show', giveJson({ model_info: { 'tokenizer.ggml.tokens': ['｜'] } }));
      const bytes = await engine.describeVocabulary('coder:base', never);
      assert.equal(new TextDecoder().decode(bytes), '{"model_info":{"tokenizer.ggml.tokens":["｜"]}}');
      assert.deepEqual(JSON.parse((await host.received(1)).body), { model: 'coder:base', verbose: true });
    });
  });

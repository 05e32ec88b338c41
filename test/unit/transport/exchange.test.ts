import assert from 'node:assert/strict';
import zlib from 'node:zlib';
import { createNodeFetchTransport } from '../../../src/node/nodeFetchTransport';
import type { InferenceEngine } from '../../../src/transport/engine';
import { createOllamaEngine } from '../../../src/transport/ollamaEngine';
import { FakeFaultyHost, type FaultScript } from '../../support/fakeFaultyHost';
import { VirtualClock } from '../../support/virtualClock';

const VERSION = 'GET /api/version';
const GENERATE = 'POST /api/generate';
const lines = '{"response":"a","done":false}\n{"response":"","done":true,"done_reason":"stop"}\n';

function compressed(encoding: string, body: Buffer): FaultScript {
  return (response) => {
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Encoding': encoding });
    response.end(body);
  };
}

describe('an exchange', () => {
  let host: FakeFaultyHost;
  let http: ReturnType<typeof createNodeFetchTransport>;
  let clock: VirtualClock;
  let engine: InferenceEngine;
  const never = new AbortController().signal;

  beforeEach(async () => {
    host = await FakeFaultyHost.start();
    http = createNodeFetchTransport('1.2.3');
    clock = new VirtualClock();
    const timeouts = { connectMs: 1_000, firstByteMs: 20_000, betweenTokensMs: 5_000 };
    engine = createOllamaEngine(
      { url: host.url, timeouts, headers: () => Promise.resolve({}) },
      { http, clock },
    );
  });

  afterEach(async () => {
    http.dispose();
    await host.stop();
  });

  async function text(): Promise<string> {
    const request = { model: 'm', prompt: 'p', load: { numCtx: 1 }, options: { numPredict: 1 } };
    let all = '';
    for await (const event of engine.generate(request, never)) all += event.kind === 'text' ? event.text : '';
    return all;
  }

  for (const [encoding, bytes] of [
    ['gzip', zlib.gzipSync(lines)],
    ['x-gzip', zlib.gzipSync(lines)],
    ['deflate', zlib.deflateSync(lines)],
    ['identity', Buffer.from(lines)],
  ] as const) {
    it(`reads an answer that a proxy sends as ${encoding} unasked`, async () => {
      host.on(GENERATE, compressed(encoding, bytes));
      assert.equal(await text(), 'a');
    });
  }

  it('names a compression that it can not undo', async () => {
    host.on(VERSION, compressed('br', zlib.brotliCompressSync('{"version":"1"}')));
    await assert.rejects(engine.version(never), { kind: 'not-an-engine', message: /compressed as br/ });
  });

  it('sees through an answer that only claims to be compressed', async () => {
    host.on(VERSION, compressed('gzip', Buffer.from('{"version":"1"}')));
    await assert.rejects(engine.version(never), {
      kind: 'not-an-engine',
      message: /claims to be compressed and is not/,
    });
  });

  it('sends no cookie back that a host or a proxy before it has set', async () => {
    host.on(VERSION, (response) => {
      response.setHeader('Set-Cookie', ['session=1; Path=/', 'broken']);
      response.end('{"version":"1"}');
    });
    assert.equal(await engine.version(never), '1');
    assert.equal(await engine.version(never), '1');
    assert.deepEqual(
      host.requests.map(({ headers }) => headers.cookie),
      [undefined, undefined],
    );
  });

  it('gives up a line that drips in byte by byte, as one that does not come', async () => {
    host.on(GENERATE, (response) => {
      response.write('{"response":"a","done":false}\n');
      return new Promise((resolve) => response.on('close', resolve));
    });
    const failed = assert.rejects(text(), {
      kind: 'timeout',
      message: /the answer stopped: nothing more within 5 s$/,
    });
    const { leftEarly } = await host.received(1);
    const drip = host.latest();
    for (let second = 0; second < 5; second += 1) {
      drip.write('"');
      for (let turn = 0; turn < 30; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      await clock.advance(1_000);
    }
    await failed;
    await leftEarly;
  });

  it('waits for a long line as long as whole lines keep coming', async () => {
    host.on(GENERATE, () => undefined);
    const answer = text();
    await host.received(1);
    const response = host.latest();
    for (let count = 0; count < 4; count += 1) {
      response.write('{"response":"a","done":false}\n');
      for (let turn = 0; turn < 30; turn += 1) await new Promise((resolve) => setImmediate(resolve));
      await clock.advance(4_000);
    }
    response.end('{"response":"","done":true}\n');
    assert.equal(await answer, 'aaaa');
  });

  it('names an answer with a gigabyte of headers', async () => {
    host.on(VERSION, (response) => {
      const { socket } = response;
      socket?.on('error', () => undefined); // The client hangs up in the middle.
      socket?.write(`HTTP/1.1 200 OK\r\nX-Long: ${'x'.repeat(2_000_000)}`);
    });
    await assert.rejects(engine.version(never), {
      kind: 'not-an-engine',
      message: /more headers than any engine sends \(HPE_HEADER_OVERFLOW\)$/,
    });
  });
});

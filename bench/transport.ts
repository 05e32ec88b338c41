import { writeFileSync } from 'node:fs';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { systemClock } from '../src/common/clock';
import { createNodeFetchTransport } from '../src/node/nodeFetchTransport';
import { defaultTimeouts } from '../src/settings/settings';
import type { GenerateRequest, InferenceEngine } from '../src/transport/engine';
import { createOllamaEngine } from '../src/transport/ollamaEngine';
import { benchFailOver } from './failOver';
import { median, quantile } from './figures';

/** Requests measured of each kind, after a tenth as many that warm up. */
const REQUESTS = 300;
/** Lines of one long answer. */
const LONG_ANSWER_LINES = 2_000;
/** As long as a prompt that fills a window of 16,384 tokens. */
const PROMPT_CHARS = 55_000;

/** Milliseconds of one request, by what they were spent on. */
interface Times {
  /** From the call to the whole request at the host. */
  readonly callToHost: number;
  /** From the host's write of the first piece to the piece in hand. */
  readonly firstPiece: number;
  /** From the host's last byte to the generation over. */
  readonly end: number;
}

/**
 * What the transport itself costs, over loopback with the host in the same process: an upper bound for both. And what the
 * user notices of a host that goes away while another stands in for it.
 */
export async function benchTransport(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { json: { type: 'string' } } });
  const host = await startHost();
  const transport = createNodeFetchTransport('bench');
  const engineFor = (answer: Answer): InferenceEngine => {
    const headers = (): Promise<Record<string, string>> => Promise.resolve({ 'X-Answer': answer });
    const endpoint = { url: host.url, timeouts: defaultTimeouts, headers };
    return createOllamaEngine(endpoint, { http: transport, clock: systemClock });
  };
  const short = engineFor('short');
  const agent = new http.Agent({ keepAlive: true });
  const ours = await repeat(() => throughEngine(short, host));
  const connections = host.connections();
  const bare = await repeat(() => throughBareHttp(host, agent));
  const hanging = engineFor('none');
  const aborts = await repeat(() => abortOnce(hanging, host));
  const perLineMs = await longAnswer(engineFor('long'));
  transport.dispose();
  agent.destroy();
  host.stop();
  const rows = [
    row(
      'call → request at the host',
      ours.map((each) => each.callToHost),
      bare.map((each) => each.callToHost),
    ),
    row(
      'first piece written → in hand',
      ours.map((each) => each.firstPiece),
      bare.map((each) => each.firstPiece),
    ),
    row(
      'last byte written → generation over',
      ours.map((each) => each.end),
      bare.map((each) => each.end),
    ),
    row('abort → connection closed at the host', aborts, undefined),
  ];
  console.table(Object.fromEntries(rows.map(({ what, ...figures }) => [what, figures])));
  console.log(`One line of a long answer costs ${Math.round(perLineMs * 1_000)} µs.`);
  console.log(`${REQUESTS} requests one after the other needed ${connections} connections.`);
  const failOver = await benchFailOver();
  console.log('Two hosts, 500 completions; the first host goes away in the middle of one.');
  console.table(failOver);
  const result = { requests: REQUESTS, promptChars: PROMPT_CHARS, rows, perLineMs, connections, failOver };
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(result, null, 2)}\n`);
}

interface BenchHost {
  readonly url: string;
  /** When the last request had arrived, its first line was written, and its answer was ended. */
  readonly at: { request: number; piece: number; end: number };
  /** Resolves with the time at which the next request is left by its client. */
  nextLeft(): Promise<number>;
  connections(): number;
  stop(): void;
}

const request: GenerateRequest = {
  model: 'bench',
  prompt: 'x = 1;\n'.repeat(PROMPT_CHARS / 7),
  load: { numCtx: 16_384 },
  options: { numPredict: 64 },
};
const piece = Buffer.from(
  '{"model":"bench","created_at":"2026-01-01T00:00:00Z","response":" word","done":false}\n',
);
const last = Buffer.from('{"model":"bench","response":"","done":true,"done_reason":"stop","eval_count":1}\n');

/** One piece and a little later the end, thousands of pieces at once, or nothing. */
type Answer = 'short' | 'long' | 'none';

async function startHost(): Promise<BenchHost> {
  const at = { request: 0, piece: 0, end: 0 };
  let connections = 0;
  let left: (time: number) => void = () => undefined;
  const server = http.createServer((incoming, response) => {
    incoming.resume();
    incoming.on('end', () => {
      at.request = performance.now();
      const wanted = incoming.headers['x-answer'] as Answer | undefined;
      if (wanted === 'none') response.on('close', () => left(performance.now()));
      else if (wanted === 'long')
        response.end(Buffer.concat([...Array<Buffer>(LONG_ANSWER_LINES).fill(piece), last]));
      else answer(response);
    });
  });
  const answer = (response: http.ServerResponse): void => {
    at.piece = performance.now();
    response.write(piece);
    setTimeout(() => {
      at.end = performance.now();
      response.end(last);
    }, 1);
  };
  server.on('connection', () => {
    connections += 1;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    at,
    nextLeft: () =>
      new Promise((resolve) => {
        left = resolve;
      }),
    connections: () => connections,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function throughEngine(engine: InferenceEngine, { at }: BenchHost): Promise<Times> {
  const called = performance.now();
  let firstPiece = 0;
  for await (const event of engine.generate(request, new AbortController().signal)) {
    if (event.kind === 'text') firstPiece = performance.now() - at.piece;
  }
  return { callToHost: at.request - called, firstPiece, end: performance.now() - at.end };
}

/** The same request as plainly as Node allows, for comparison. */
async function throughBareHttp({ url, at }: BenchHost, agent: http.Agent): Promise<Times> {
  const called = performance.now();
  const { model, prompt } = request;
  const sent = http.request(`${url}/api/generate`, { method: 'POST', agent });
  sent.end(JSON.stringify({ model, prompt, raw: true }));
  const [response] = (await once(sent, 'response')) as [http.IncomingMessage];
  let firstPiece = 0;
  response.once('data', () => {
    firstPiece = performance.now() - at.piece;
  });
  await once(response, 'end');
  return { callToHost: at.request - called, firstPiece, end: performance.now() - at.end };
}

async function abortOnce(engine: InferenceEngine, host: BenchHost): Promise<number> {
  const leave = new AbortController();
  const before = host.at.request;
  const left = host.nextLeft();
  const generation = engine.generate(request, leave.signal)[Symbol.asyncIterator]();
  const first = generation.next().catch(() => undefined); // An AbortError, as intended.
  while (host.at.request === before) await new Promise((resolve) => setImmediate(resolve));
  const aborted = performance.now();
  leave.abort();
  const closed = await left;
  await first;
  return closed - aborted;
}

/** Milliseconds per line of an answer that comes all at once. */
async function longAnswer(engine: InferenceEngine): Promise<number> {
  const began = performance.now();
  let pieces = 0;
  for await (const event of engine.generate(request, new AbortController().signal)) {
    if (event.kind === 'text') pieces += 1;
  }
  if (pieces !== LONG_ANSWER_LINES) throw new Error(`${pieces} of ${LONG_ANSWER_LINES} lines arrived.`);
  return (performance.now() - began) / pieces;
}

async function repeat<T>(measure: () => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let run = -REQUESTS / 10; run < REQUESTS; run += 1) {
    const result = await measure();
    if (run >= 0) results.push(result);
  }
  return results;
}

interface Row {
  readonly what: string;
  readonly 'median ms': number;
  readonly 'p99 ms': number;
  /** Of bare `http.request`. */
  readonly 'bare median ms': number | undefined;
}

function row(what: string, ours: readonly number[], bare: readonly number[] | undefined): Row {
  return {
    what,
    'median ms': hundredths(median(ours)),
    'p99 ms': hundredths(quantile(ours, 0.99)),
    'bare median ms': bare === undefined ? undefined : hundredths(median(bare)),
  };
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}

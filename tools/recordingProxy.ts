import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request that went through, and what came back so far. */
export interface Exchange {
  readonly method: string;
  readonly route: string;
  readonly requestBody: string;
  responseBody: string;
  /** `aborted`: the client closed the connection before the answer was whole. */
  state: 'open' | 'finished' | 'aborted' | 'failed';
}

export interface RecordingProxy {
  readonly url: string;
  readonly exchanges: readonly Exchange[];
  /** The exchanges of a route that have not ended. */
  open(route: string): readonly Exchange[];
  /** Holds back the answers from now on, or lets them go; requests are passed on all the same. */
  hold(on: boolean): void;
  close(): Promise<void>;
}

/**
 * A pass-through in front of a host that keeps what is said: nothing is changed, and an abort is passed on.
 * `listenPort` is any free one when 0.
 */
export async function startRecordingProxy(target: string, listenPort = 0): Promise<RecordingProxy> {
  const exchanges: Exchange[] = [];
  const gate = createGate();
  const server = createServer((incoming, outgoing) => {
    void pass(incoming, outgoing, { target, exchanges, gate });
  });
  await new Promise<void>((resolve) => server.listen(listenPort, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    exchanges,
    open: (route) => exchanges.filter((exchange) => exchange.route === route && exchange.state === 'open'),
    hold: (on) => gate.set(on),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The text that a streamed `/api/generate` answer holds. */
export function generatedText(exchange: Exchange): string {
  const lines = exchange.responseBody.split('\n').filter((line) => line.trim() !== '');
  return lines.map((line) => responseField(line)).join('');
}

interface Passing {
  readonly target: string;
  readonly exchanges: Exchange[];
  readonly gate: Gate;
}

async function pass(incoming: IncomingMessage, outgoing: ServerResponse, passing: Passing): Promise<void> {
  const body = await readBody(incoming);
  const exchange: Exchange = {
    method: incoming.method ?? 'GET',
    route: incoming.url ?? '/',
    requestBody: body.toString('utf8'),
    responseBody: '',
    state: 'open',
  };
  passing.exchanges.push(exchange);
  const url = new URL(exchange.route, passing.target);
  const headers = { ...incoming.headers, host: url.host };
  const upstream = request(url, { method: exchange.method, headers }, (answer) => {
    void relay(answer, outgoing, { exchange, gate: passing.gate });
  });
  upstream.on('error', () => {
    if (exchange.state === 'open') exchange.state = 'failed';
    outgoing.destroy();
  });
  outgoing.on('close', () => {
    if (exchange.state === 'open') exchange.state = 'aborted';
    upstream.destroy();
  });
  upstream.end(body);
}

async function relay(
  answer: IncomingMessage,
  outgoing: ServerResponse,
  { exchange, gate }: { readonly exchange: Exchange; readonly gate: Gate },
): Promise<void> {
  await gate.passed();
  outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
  answer.setEncoding('utf8');
  answer.on('data', (chunk: string) => {
    exchange.responseBody += chunk;
    outgoing.write(chunk);
  });
  answer.on('error', () => outgoing.destroy());
  answer.on('end', () => {
    if (exchange.state === 'open') exchange.state = 'finished';
    outgoing.end();
  });
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** What a line of NDJSON says; the last line of an aborted answer may be half a one. */
function responseField(line: string): string {
  try {
    return (JSON.parse(line) as { response?: string }).response ?? '';
  } catch {
    return '';
  }
}

interface Gate {
  set(closed: boolean): void;
  passed(): Promise<void>;
}

function createGate(): Gate {
  let closed = false;
  let waiting: (() => void)[] = [];
  return {
    set: (on) => {
      closed = on;
      if (on) return;
      for (const proceed of waiting) proceed();
      waiting = [];
    },
    passed: () => (closed ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve()),
  };
}

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { withSetting } from './extension';
import { testEndpoint } from './host';

/** Answers a generation in place of the host. */
export type Fault = (response: ServerResponse) => void;

interface FaultyHost {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Lets a host whose generations go wrong be the only one for the time of `use`. All else it is asked, it answers once
 * `ready` lets it.
 */
export async function withFaultyHost(
  fault: Fault,
  use: () => Promise<void>,
  ready: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const host = await startFaultyHost(fault, ready);
  // Only the host that never answers gets to feel it.
  const endpoint = { name: 'bad host', url: host.url, timeouts: { firstByteMs: 3_000 } };
  try {
    await withSetting('endpoints', [endpoint], use);
  } finally {
    await host.stop();
  }
}

/** No model can be made to say a given text. */
export function says(text: string): Fault {
  return (response) => {
    response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    const lines = [{ response: text }, { response: '', done: true, done_reason: 'stop' }];
    response.end(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  };
}

/** The host of the tests, but for the generations, which go wrong: a real host can't be made to fail at will. */
async function startFaultyHost(fault: Fault, ready: () => Promise<void>): Promise<FaultyHost> {
  const server = createServer((request, response) => {
    answer(request, response, { fault, ready }).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { fault, ready }: { fault: Fault; ready: () => Promise<void> },
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks).toString('utf8');
  if (request.url === '/api/generate' && hasPrompt(body)) return fault(response);
  await ready();
  const forwarded = await fetch(`${testEndpoint()}${request.url ?? '/'}`, {
    method: request.method ?? 'GET',
    headers: { 'content-type': 'application/json' },
    ...(body !== '' && { body }),
  });
  const type = forwarded.headers.get('content-type') ?? 'application/json';
  response.writeHead(forwarded.status, { 'content-type': type });
  response.end(Buffer.from(await forwarded.arrayBuffer()));
}

/** A generation without a prompt only loads the model. */
function hasPrompt(body: string): boolean {
  return Boolean((JSON.parse(body) as { prompt?: string }).prompt);
}

import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream';

/** One pull as the host saw it, in bytes. */
export interface SeenPull {
  readonly beganAt: number;
  reached: number;
  /** The client left before the end. */
  wasLeft: boolean;
}

const TICK_MS = 100;
const TOTAL_BYTES = 4_100_000_000;
const DIGEST = '8934d96d3f0894c2a2b3d4e5f60718293a4b5c6d7e8f90112233445566778899';

/**
 * Stands in front of a real host and plays a download of 4.1 GB for whatever model is pulled, as Ollama tells it: it
 * keeps what has come when the client leaves. Every other request goes to the real host as it is.
 */
export class FakePullHost {
  readonly pulls: SeenPull[] = [];
  bytesPerSecond = 100_000_000;
  private keptBytes = 0;
  private readonly server: http.Server;

  private constructor(target: string) {
    this.server = http.createServer((request, response) => {
      if (request.url === '/api/pull') void this.pull(response);
      else passOn(target, request, response);
    });
  }

  static async start(target: string): Promise<FakePullHost> {
    const host = new FakePullHost(target);
    host.server.listen(0, '127.0.0.1');
    await once(host.server, 'listening');
    return host;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Forgets what has come. */
  deletePulled(): void {
    this.keptBytes = 0;
  }

  async stop(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }

  private async pull(response: http.ServerResponse): Promise<void> {
    const seen: SeenPull = { beganAt: this.keptBytes, reached: this.keptBytes, wasLeft: false };
    this.pulls.push(seen);
    response.on('close', () => (seen.wasLeft = !response.writableFinished));
    response.setHeader('Content-Type', 'application/x-ndjson');
    const tell = (line: object): void => void response.write(`${JSON.stringify(line)}\n`);
    tell({ status: 'pulling manifest' });
    for (;;) {
      const layer = { digest: `sha256:${DIGEST}`, total: TOTAL_BYTES, completed: this.keptBytes };
      tell({ status: `pulling ${DIGEST.slice(0, 12)}`, ...layer });
      seen.reached = this.keptBytes;
      if (this.keptBytes === TOTAL_BYTES) break;
      await new Promise((resolve) => setTimeout(resolve, TICK_MS));
      if (seen.wasLeft) return;
      const came = (this.bytesPerSecond * TICK_MS) / 1_000;
      this.keptBytes = Math.min(TOTAL_BYTES, this.keptBytes + came);
    }
    for (const status of ['verifying sha256 digest', 'writing manifest', 'success']) tell({ status });
    response.end();
  }
}

function passOn(target: string, request: http.IncomingMessage, response: http.ServerResponse): void {
  const url = new URL(request.url ?? '/', target);
  const { method, headers } = request;
  const upstream = http.request(
    url,
    { ...(method === undefined ? {} : { method }), headers: { ...headers, host: url.host } },
    (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      pipeline(answer, response, () => undefined);
    },
  );
  upstream.on('error', () => response.destroy());
  response.on('close', () => upstream.destroy());
  pipeline(request, upstream, () => undefined);
}

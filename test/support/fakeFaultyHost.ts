import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** A request as the host got it. */
export interface ReceivedRequest {
  /** Method and path, such as `POST /api/generate`. */
  readonly route: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
  /** Number of the connection it came on, from 1. */
  readonly connection: number;
  /** Resolves when the connection closed before the answer was complete. */
  readonly leftEarly: Promise<void>;
}

/** Plays a host's part in one request. What it does not end stays open. */
export type FaultScript = (response: http.ServerResponse, request: ReceivedRequest) => void | Promise<void>;

/** A real HTTP server for answers that no sound host can be made to give. Answers 404 where it has no script. */
export class FakeFaultyHost {
  readonly requests: ReceivedRequest[] = [];
  private readonly scripts = new Map<string, FaultScript>();
  private readonly server = http.createServer((request, response) => void this.receive(request, response));
  private readonly connections = new Map<Socket, number>();
  private arrived: () => void = () => undefined;
  private lastResponse: http.ServerResponse | undefined;

  private constructor() {
    this.server.on('connection', (socket) => this.connections.set(socket, this.connections.size + 1));
  }

  static async start(): Promise<FakeFaultyHost> {
    const host = new FakeFaultyHost();
    host.server.listen(0, '127.0.0.1');
    await once(host.server, 'listening');
    return host;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** `route` is method and path. */
  on(route: string, script: FaultScript): void {
    this.scripts.set(route, script);
  }

  /** The request with this number, from 1, as soon as it has arrived. */
  async received(count: number): Promise<ReceivedRequest> {
    while (this.requests.length < count) {
      await new Promise<void>((resolve) => {
        this.arrived = resolve;
      });
    }
    return this.requests[count - 1]!;
  }

  /** The answer to the request that came last, for a script that goes on beside the test. */
  latest(): http.ServerResponse {
    if (this.lastResponse === undefined) throw new Error('No request has come yet.');
    return this.lastResponse;
  }

  openConnections(): Promise<number> {
    return new Promise((resolve, reject) => {
      this.server.getConnections((error, count) => {
        if (error === null) resolve(count);
        else reject(error);
      });
    });
  }

  async stop(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }

  private async receive(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    const leftEarly = new Promise<void>((resolve) => {
      response.on('close', () => {
        if (!response.writableFinished) resolve();
      });
    });
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
    } catch {
      return; // The client left in the middle of its request.
    }
    const received: ReceivedRequest = {
      route: `${request.method ?? ''} ${request.url ?? ''}`,
      headers: request.headers,
      body: Buffer.concat(chunks).toString('utf8'),
      connection: this.connections.get(request.socket) ?? 0,
      leftEarly,
    };
    this.requests.push(received);
    this.lastResponse = response;
    const script = this.scripts.get(received.route) ?? refuse(404, '404 page not found', 'text/plain');
    const answered = script(response, received);
    this.arrived();
    await answered;
  }
}

/** Writes NDJSON lines and leaves the answer open. */
export function writeLines(response: http.ServerResponse, ...lines: readonly object[]): void {
  response.write(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
}

/** Answers with one JSON. */
export function giveJson(value: unknown): FaultScript {
  return (response) => {
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify(value));
  };
}

/** Refuses with a status and a body. */
export function refuse(status: number, body: string, type = 'application/json'): FaultScript {
  return (response) => {
    response.writeHead(status, { 'Content-Type': type });
    response.end(body);
  };
}

/** Sends all of these bytes one after the other, each in a packet of its own. */
export async function drip(response: http.ServerResponse, pieces: readonly Buffer[]): Promise<void> {
  response.socket?.setNoDelay(true);
  for (const piece of pieces) {
    await new Promise<void>((resolve) => response.write(piece, () => setImmediate(resolve)));
  }
}

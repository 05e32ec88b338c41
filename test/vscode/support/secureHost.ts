import { createServer, type Server } from 'node:https';
import { readFileSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { KeyPair } from '../../support/network/certificates';
import { testEndpoint } from './host';

export interface SecureHost {
  readonly url: string;
  /** The headers of each request, in order. */
  readonly requests: readonly IncomingHttpHeaders[];
  stop(): Promise<void>;
}

export interface SecureHostOptions extends KeyPair {
  /** Lets in only those who show a certificate of this authority. */
  readonly clientCa?: string;
}

/** The host of the tests behind TLS, on an address of this machine that VS Code does not take for this machine. */
export async function startSecureHost({ cert, key, clientCa }: SecureHostOptions): Promise<SecureHost> {
  const requests: IncomingHttpHeaders[] = [];
  const asksClient = clientCa === undefined ? {} : { ca: readFileSync(clientCa), requestCert: true };
  const server: Server = createServer(
    { cert: readFileSync(cert), key: readFileSync(key), rejectUnauthorized: true, ...asksClient },
    (request, response) => {
      requests.push(request.headers);
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString('utf8');
        void fetch(`${testEndpoint()}${request.url ?? '/'}`, {
          method: request.method ?? 'GET',
          headers: { 'content-type': 'application/json' },
          ...(body !== '' && { body }),
        })
          .then(async (forwarded) => {
            const answer = Buffer.from(await forwarded.arrayBuffer());
            const type = forwarded.headers.get('content-type') ?? 'application/json';
            response.writeHead(forwarded.status, { 'content-type': type });
            response.end(answer);
          })
          .catch(() => response.destroy());
      });
    },
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.2', resolve);
  });
  return {
    url: `https://127.0.0.2:${(server.address() as AddressInfo).port}`,
    requests,
    stop: () => {
      server.closeAllConnections();
      return new Promise((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

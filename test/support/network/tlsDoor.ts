import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import net, { type AddressInfo, type Socket } from 'node:net';
import tls from 'node:tls';
import type { KeyPair } from './certificates';

export interface TlsDoor {
  /** `https://127.0.0.1:PORT` */
  readonly url: string;
  /** How many handshakes have come to their end. */
  handshakes(): number;
  stop(): Promise<void>;
}

/** Takes TLS off what comes and hands it on to an http URL of 127.0.0.1, as stunnel does. */
export async function startTlsDoor(behind: string, { cert, key }: KeyPair): Promise<TlsDoor> {
  const sockets = new Set<Socket>();
  let handshakes = 0;
  const server = tls.createServer({ cert: readFileSync(cert), key: readFileSync(key) }, (client) => {
    handshakes += 1;
    const onward = net.connect(Number(new URL(behind).port), '127.0.0.1');
    for (const socket of [client, onward]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
    }
    client.once('close', () => onward.destroy());
    onward.once('close', () => client.destroy());
    client.pipe(onward).pipe(client);
  });
  // A client that does not trust the certificate ends the handshake.
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    handshakes: () => handshakes,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

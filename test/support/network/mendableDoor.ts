import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import net, { type AddressInfo, type Socket } from 'node:net';
import tls from 'node:tls';
import type { KeyPair } from './certificates';

/** One port of 127.0.0.1 that leads to a host, and meanwhile to whatever a test puts in its place. */
export interface MendableDoor {
  readonly port: number;
  /** Breaks all connections. Those that come are taken by this server, which need not listen; by none without one. */
  spoil(server?: net.Server): Promise<void>;
  /** Breaks all connections, and leads to the host again. */
  mend(): Promise<void>;
  stop(): Promise<void>;
}

/** `behind` is an http URL of 127.0.0.1; with a certificate, TLS ends at the door. */
export async function openMendableDoor(behind: string, certificate?: KeyPair): Promise<MendableDoor> {
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => sockets.delete(socket));
  };
  const leadOn = (client: Socket): void => {
    const onward = net.connect(Number(new URL(behind).port), '127.0.0.1');
    for (const socket of [client, onward]) keep(socket);
    client.once('close', () => onward.destroy());
    onward.once('close', () => client.destroy());
    client.pipe(onward).pipe(client);
  };
  const sound = certificate === undefined ? net.createServer(leadOn) : tlsServer(certificate, leadOn);
  let current: net.Server | undefined = sound;
  const door = net.createServer((socket) => {
    keep(socket);
    current?.emit('connection', socket);
  });
  const listen = async (port: number): Promise<void> => {
    door.listen(port, '127.0.0.1');
    await once(door, 'listening');
  };
  const change = async (server: net.Server | undefined): Promise<void> => {
    const wasOpen = current !== undefined;
    current = server;
    for (const socket of sockets) socket.destroy();
    if (wasOpen && server === undefined) {
      door.close();
      await once(door, 'close');
    }
    if (!wasOpen && server !== undefined) await listen(port);
  };
  await listen(0);
  const { port } = door.address() as AddressInfo;
  return {
    port,
    spoil: (server) => change(server),
    mend: () => change(sound),
    stop: () => change(undefined),
  };
}

function tlsServer({ cert, key }: KeyPair, onConnection: (socket: Socket) => void): net.Server {
  const server = tls.createServer({ cert: readFileSync(cert), key: readFileSync(key) }, onConnection);
  // A client that does not trust the certificate ends the handshake.
  server.on('tlsClientError', () => undefined);
  return server;
}

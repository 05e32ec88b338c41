import { once } from 'node:events';
import net, { type AddressInfo, type Socket } from 'node:net';

export interface TwoFacedDoor {
  /** `127.0.0.1:PORT`, which may mean http as well as https. */
  readonly address: string;
  stop(): Promise<void>;
}

/** TLS begins with a record of a handshake, http with a letter. */
const HANDSHAKE = 0x16;

/** One port that speaks http and https, as some web servers' do: each connection is handed on to a server of its kind. */
export async function startTwoFacedDoor(secureUrl: string, plainUrl: string): Promise<TwoFacedDoor> {
  const sockets = new Set<Socket>();
  const server = net.createServer((client) => {
    const keep = (socket: Socket): void => {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.once('close', () => sockets.delete(socket));
    };
    keep(client);
    client.once('data', (first) => {
      const url = new URL(first[0] === HANDSHAKE ? secureUrl : plainUrl);
      const onward = net.connect(Number(url.port), url.hostname);
      keep(onward);
      client.once('close', () => onward.destroy());
      onward.once('close', () => client.destroy());
      onward.write(first);
      client.pipe(onward).pipe(client);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

import { once } from 'node:events';
import net, { type AddressInfo, type Socket } from 'node:net';

export interface SocksProxy {
  /** `socks5://127.0.0.1:PORT` */
  readonly url: string;
  /** Where its clients asked to be led, as `host:port`. */
  readonly destinations: readonly string[];
  stop(): Promise<void>;
}

/** A small SOCKS 5 proxy (RFC 1928), with a login (RFC 1929) where one is given. It leads to IPv4 addresses and names. */
export async function startSocksProxy(login?: {
  readonly user: string;
  readonly password: string;
}): Promise<SocksProxy> {
  const destinations: string[] = [];
  const sockets = new Set<Socket>();
  const server = net.createServer((client) => {
    sockets.add(client);
    client.on('error', () => client.destroy());
    void serve(client, login, (destination) => destinations.push(destination)).catch(() => client.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `socks5://127.0.0.1:${(server.address() as AddressInfo).port}`,
    destinations,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

const NO_LOGIN = 0;
const USER_AND_PASSWORD = 2;
const NONE_ACCEPTED = 0xff;
const HOST_UNREACHABLE = 4;

async function serve(
  client: Socket,
  login: { readonly user: string; readonly password: string } | undefined,
  onDestination: (destination: string) => void,
): Promise<void> {
  const offered = [...(await readAfterLength(client, 1))];
  const wanted = login === undefined ? NO_LOGIN : USER_AND_PASSWORD;
  if (!offered.includes(wanted)) return void client.end(Buffer.of(5, NONE_ACCEPTED));
  client.write(Buffer.of(5, wanted));
  if (login !== undefined) {
    const user = String(await readAfterLength(client, 1));
    const password = String(await readAfterLength(client, 0));
    const isKnown = user === login.user && password === login.password;
    client.write(Buffer.of(1, isKnown ? 0 : 1));
    if (!isKnown) return void client.end();
  }
  const { host, port } = await readDestination(client);
  onDestination(`${host}:${port}`);
  const target = net.connect(port, host);
  target.on('error', () => client.end(Buffer.of(5, HOST_UNREACHABLE, 0, 1, 0, 0, 0, 0, 0, 0)));
  await once(target, 'connect');
  client.write(Buffer.of(5, 0, 0, 1, 0, 0, 0, 0, 0, 0));
  client.on('close', () => target.destroy());
  target.on('close', () => client.destroy());
  client.pipe(target).pipe(client);
}

async function readDestination(client: Socket): Promise<{ host: string; port: number }> {
  const [, , , kind] = await read(client, 4);
  const host = kind === 1 ? (await read(client, 4)).join('.') : String(await readAfterLength(client, 0));
  return { host, port: (await read(client, 2)).readUInt16BE() };
}

/** What stands behind its length, with so many bytes ahead of that. */
async function readAfterLength(client: Socket, ahead: number): Promise<Buffer> {
  const head = await read(client, ahead + 1);
  return read(client, head[ahead] ?? 0);
}

async function read(client: Socket, bytes: number): Promise<Buffer> {
  for (;;) {
    const piece = client.read(bytes) as Buffer | null;
    if (piece !== null) return piece;
    await once(client, 'readable');
  }
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import { atExit } from '../../tools/atExit';

export interface BlackHole {
  readonly url: string;
  close(): void;
}

/** Has room for a connection or two, and is put to sleep. */
const SLEEPER = `
const server = require('node:net').createServer();
server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => process.stdout.write(server.address().port + '\\n'));
`;
/** More than a backlog of one holds. */
const FILLING_CONNECTIONS = 6;

/**
 * A port that answers no attempt to connect, as behind a firewall that drops: a stopped process with a full backlog.
 * Linux only: other systems refuse instead.
 */
export async function openBlackHole(): Promise<BlackHole> {
  const sleeper = spawn(process.execPath, ['-e', SLEEPER], { stdio: ['ignore', 'pipe', 'inherit'] });
  const kill = (): void => void sleeper.kill('SIGKILL');
  const forget = atExit(kill);
  const [printed] = (await once(sleeper.stdout, 'data')) as [Buffer];
  sleeper.kill('SIGSTOP');
  const port = Number(printed.toString());
  const filling = Array.from({ length: FILLING_CONNECTIONS }, () => {
    return net.connect({ host: '127.0.0.1', port }).on('error', () => undefined);
  });
  // The first are taken by the backlog; once one stands, the others wait for good.
  await Promise.race(filling.map((socket) => once(socket, 'connect')));
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      for (const socket of filling) socket.destroy();
      kill();
      forget();
    },
  };
}

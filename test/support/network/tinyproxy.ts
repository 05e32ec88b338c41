import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { freePort } from '../../../tools/freePort';
import { startProcessGroup } from '../../../tools/processGroup';
import { waitUntil } from '../../../tools/waitUntil';

export interface ForwardProxy {
  /** Without a login. */
  readonly url: string;
  /** The requests it has seen, as `CONNECT host:port` or `POST http://…`. */
  seen(): string;
  stop(): Promise<void>;
}

/** Whether tinyproxy can be had, and if not, why. */
export function tinyproxyMissing(): string | undefined {
  try {
    execFileSync('tinyproxy', ['-v'], { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'tinyproxy is not installed (Debian: apt install tinyproxy-bin)';
  }
}

/** Starts a forward proxy on loopback; with a login it lets in nobody else. */
export async function startTinyproxy(
  folder: string,
  login?: { readonly user: string; readonly password: string },
): Promise<ForwardProxy> {
  fs.mkdirSync(folder, { recursive: true });
  const port = await freePort();
  const log = path.join(folder, 'tinyproxy.log');
  const lines = [
    `Port ${port}`,
    'Listen 127.0.0.1',
    'Timeout 600',
    'LogLevel Info',
    `LogFile "${log}"`,
    ...(login === undefined ? [] : [`BasicAuth ${login.user} ${login.password}`]),
  ];
  fs.writeFileSync(path.join(folder, 'tinyproxy.conf'), `${lines.join('\n')}\n`);
  const proxy = startProcessGroup('tinyproxy', ['-d', '-c', path.join(folder, 'tinyproxy.conf')], {
    cwd: folder,
    env: process.env,
    logFile: path.join(folder, 'output.log'),
  });
  await waitUntil(() => answers(port), { timeoutMs: 30_000, what: 'tinyproxy' });
  return {
    url: `http://127.0.0.1:${port}`,
    seen: () => (fs.existsSync(log) ? fs.readFileSync(log, 'utf8') : ''),
    stop: () => proxy.stop(5_000),
  };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

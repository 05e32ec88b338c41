import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { startProcessGroup } from '../../../tools/processGroup';
import { fromRoot } from '../../../tools/root';
import { readFileSync, writeFileSync } from 'node:fs';
import { waitUntil } from '../../../tools/waitUntil';

/** A second machine as far as the network can tell: a namespace of its own at the other end of a cable. */
export interface SecondMachine {
  readonly address: string;
  /** An address on the same cable where packets vanish without a word. */
  readonly blackHole: string;
  /** Starts the embedded host there, listening for others. */
  startHost(folder: string): Promise<{ readonly url: string; stop(): Promise<void> }>;
  /** A command line that starts `command` there, where no name server ever answers and the system waits long for one. */
  withoutNames(folder: string, command: readonly string[]): readonly [string, ...string[]];
  /** Takes the cable out, or puts it back. */
  plug(connected: boolean): void;
  /** Delay and loss on the cable, as `tc netem` has them: `delay 80ms loss 2%`. Throws where the kernel has no netem. */
  impair(netem: string): void;
  remove(): void;
}

/** Why there can be no second machine, or undefined. */
export function namespaceMissing(): string | undefined {
  if (process.platform !== 'linux') return 'network namespaces are a matter of Linux';
  if (process.getuid?.() !== 0) return 'network namespaces need root';
  try {
    const name = `fwprobe${process.pid}`;
    ip('netns', 'add', name);
    ip('netns', 'del', name);
    return undefined;
  } catch (error) {
    return `no network namespace can be made (iproute2): ${String(error).split('\n')[0] ?? ''}`;
  }
}

/** Needs root. */
export function makeSecondMachine(): SecondMachine {
  const id = process.pid % (31 * 256);
  const name = `fw${id}`;
  const [here, there] = [`fwh${id}`, `fwt${id}`];
  // A network of eight addresses out of 198.18.0.0/15, which is set aside for tests.
  const base = (id % 31) * 8;
  const network = `198.18.${Math.floor(id / 31)}`;
  const at = (host: number): string => `${network}.${base + host}`;
  const inside = (...args: string[]): string => ip('netns', 'exec', name, 'ip', ...args);
  ip('netns', 'add', name);
  try {
    ip('link', 'add', here, 'type', 'veth', 'peer', 'name', there);
    ip('link', 'set', there, 'netns', name);
    ip('address', 'add', `${at(1)}/29`, 'dev', here);
    ip('link', 'set', here, 'up');
    inside('address', 'add', `${at(2)}/29`, 'dev', there);
    inside('link', 'set', there, 'up');
    inside('link', 'set', 'lo', 'up');
    // Packets to a neighbour that nobody is are sent out and never answered.
    ip('neighbour', 'replace', at(3), 'lladdr', '02:00:00:00:00:01', 'dev', here);
    inside('neighbour', 'replace', at(3), 'lladdr', '02:00:00:00:00:01', 'dev', there);
  } catch (error) {
    ip('netns', 'del', name);
    throw error;
  }
  return {
    address: at(2),
    blackHole: at(3),
    startHost: (folder) => startHostIn(name, at(2), folder),
    withoutNames: (folder, command) => {
      const file = path.join(folder, 'resolv.conf');
      writeFileSync(file, `nameserver ${at(3)}\noptions timeout:30 attempts:1\n`);
      // What `ip` starts has mounts of its own, which nobody else sees.
      const script = 'mount --bind "$0" /etc/resolv.conf && exec "$@"';
      return ['ip', 'netns', 'exec', name, 'sh', '-c', script, file, ...command];
    },
    plug: (connected) => {
      inside('link', 'set', there, connected ? 'up' : 'down');
    },
    impair: (netem) => {
      execFileSync('tc', ['qdisc', 'replace', 'dev', here, 'root', 'netem', ...netem.split(' ')], {
        stdio: 'pipe',
      });
    },
    remove: () => {
      ip('netns', 'del', name);
    },
  };
}

const PORT = 11_434;

async function startHostIn(
  name: string,
  address: string,
  folder: string,
): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const logFile = path.join(folder, 'host.log');
  const host = [
    process.execPath,
    fromRoot('tools', 'run.mjs'),
    'host',
    '--port',
    String(PORT),
    '--bind',
    address,
  ];
  const group = startProcessGroup('ip', ['netns', 'exec', name, ...host], {
    cwd: fromRoot(),
    env: process.env,
    logFile,
  });
  const isListening = (): boolean => readFileSync(logFile, 'utf8').includes('listening on http://');
  await waitUntil(isListening, { timeoutMs: 300_000, what: 'the embedded host in its namespace' });
  return { url: `http://${address}:${PORT}`, stop: () => group.stop(5_000) };
}

function ip(...args: string[]): string {
  return execFileSync('ip', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { freePort } from './freePort';
import { startProcessGroup } from './processGroup';
import { fromRoot } from './root';
import { waitUntil } from './waitUntil';

export interface EmbeddedHostProcess {
  readonly url: string;
  stop(): Promise<void>;
}

/** On first need it installs llama.cpp, which takes as long as the network does. */
const startTimeoutMs = 300_000;
const stopGraceMs = 5_000;

/**
 * Starts the embedded host on a free port, in a process of its own that ends with this one.
 * @param args further arguments of `npm run host`
 */
export async function startEmbeddedHostProcess(
  logFile: string,
  args: readonly string[] = [],
): Promise<EmbeddedHostProcess> {
  const port = await freePort();
  mkdirSync(path.dirname(logFile), { recursive: true });
  const group = startProcessGroup(
    process.execPath,
    [fromRoot('tools', 'run.mjs'), 'host', '--port', String(port), ...args],
    { cwd: fromRoot(), env: process.env, logFile },
  );
  let exitCode: number | undefined;
  void group.ended.then((code) => (exitCode = code));
  const said = (): string => readFileSync(logFile, 'utf8');
  await waitUntil(
    () => {
      if (exitCode !== undefined) throw new Error(`The embedded host ended at once:\n${said()}`);
      return said().includes(`listening on http://127.0.0.1:${port}`);
    },
    { timeoutMs: startTimeoutMs, what: 'the embedded host' },
  );
  return { url: `http://127.0.0.1:${port}`, stop: () => group.stop(stopGraceMs) };
}

import path from 'node:path';
import { startEmbeddedHostProcess } from '../../tools/embeddedHostProcess';
import { temporaryFolder } from '../../tools/temporaryFolder';

export interface EmbeddedHostOptions {
  /** Largest context window in tokens; the host's own default when absent. */
  readonly window?: number;
  readonly model?: string;
  /** Gives embeddings as well. */
  readonly embeddings?: true;
}

/** Starts the embedded host as a process of its own; on first need it installs llama.cpp. */
export async function startEmbeddedHost(
  options: EmbeddedHostOptions = {},
): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const folder = temporaryFolder('embedded-host');
  const args = Object.entries(options).flatMap(([name, value]) =>
    value === true ? [`--${name}`] : [`--${name}`, String(value)],
  );
  const host = await startEmbeddedHostProcess(path.join(folder.path, 'host.log'), args);
  return {
    url: host.url,
    stop: async () => {
      await host.stop();
      folder.remove();
    },
  };
}

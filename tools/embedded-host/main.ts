// The embedded host: Ollama's API over real llama.cpp inference on the demo model, for demos and tests.
import type { AddressInfo } from 'node:net';
import { readArguments, USAGE, UsageError, type HostArguments } from './arguments';
import { readModel } from './hostedModel';
import { installLlamaCpp } from './install';
import { openLlamaCpp } from './llamaCpp';
import { createModelSlot } from './modelSlot';
import { createRequestTrail } from './requestTrail';
import { createHostServer } from './server';

async function main(): Promise<void> {
  const args = readArguments();
  if (args === undefined) {
    console.log(USAGE);
    return;
  }
  const stop = await serve(args);
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve());
  });
  await stopped;
  await stop();
}

/** @returns how to stop it */
async function serve({
  model: file,
  address,
  port,
  threads,
  window,
  embeddings,
}: HostArguments): Promise<() => Promise<void>> {
  const model = await readModel(file);
  const llama = await openLlamaCpp(await installLlamaCpp(), threads);
  const slot = createModelSlot(llama, file, threads);
  const host = {
    model,
    slot,
    trail: createRequestTrail(),
    embeds: embeddings,
    window: model.contextLength > 0 ? Math.min(window, model.contextLength) : window,
  };
  const server = createHostServer(host);
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, address, port)));
    server.listen(port, address, resolve);
  });
  if (!address.startsWith('127.') && address !== 'localhost' && address !== '::1') {
    console.error(
      `Warning: listening on ${address}: whoever reaches this machine can use the model, without a login.`,
    );
  }
  const bound = server.address() as AddressInfo;
  console.log(
    `listening on http://${bound.family === 'IPv6' ? `[${bound.address}]` : bound.address}:${bound.port}`,
  );
  return async () => {
    server.close();
    server.closeAllConnections();
    await slot.unload();
    await llama.dispose();
  };
}

function explain(error: NodeJS.ErrnoException, address: string, port: number): Error {
  if (error.code === 'EADDRINUSE') {
    return new Error(
      `Port ${port} of ${address} is in use. Stop what listens there, or give another --port (0 takes a free one).`,
    );
  }
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') {
    return new Error(
      `This machine has no address ${address}. Give one of its own with --bind, or leave it out.`,
    );
  }
  if (error.code === 'EACCES') {
    return new Error(`Port ${port} may not be opened by this user. Give a --port above 1023.`);
  }
  return error;
}

main().catch((error: unknown) => {
  const wrongUsage =
    error instanceof UsageError || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS');
  console.error(error instanceof Error ? error.message : String(error));
  if (wrongUsage === true) console.error(`\n${USAGE}`);
  process.exitCode = 1;
});

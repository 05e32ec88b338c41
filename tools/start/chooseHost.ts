import { existsSync } from 'node:fs';
import { recogniseFamily } from '../../src/model/recognise';
import { startEmbeddedHostProcess } from '../embeddedHostProcess';
import { fromRoot } from '../root';

export interface ChosenHost {
  readonly url: string;
  /** For the person at the terminal. */
  readonly description: string;
  stop(): Promise<void>;
}

const defaultPort = '11434';
/** A host on this machine or in this network answers in milliseconds, unless it is very busy. */
const probeTimeoutMs = 3_000;

/** The Ollama that is running, if it has a model that can fill in the middle, else the embedded host. */
export async function chooseHost(logFile: string, progress: (message: string) => void): Promise<ChosenHost> {
  const url = ollamaUrl(process.env.OLLAMA_HOST);
  const found = await findFimModel(url);
  if (found.kind === 'found') {
    return {
      url,
      description: `Ollama at ${url} (it has ${found.tag})`,
      stop: () => Promise.resolve(),
    };
  }
  const isInstalled = existsSync(fromRoot('tools', 'embedded-host', 'node_modules'));
  const download = isInstalled ? '' : ', which downloads 85 MB the first time';
  progress(`${found.reason} Starting the embedded host with the demo model instead${download} …`);
  const host = await startEmbeddedHostProcess(logFile);
  return { ...host, description: `the embedded host at ${host.url} (a tiny demo model: idioms only)` };
}

/** The address as Ollama itself reads OLLAMA_HOST: scheme and port may be left out, and 0.0.0.0 means here. */
export function ollamaUrl(value: string | undefined): string {
  const text = value?.trim() ?? '';
  const [, scheme = 'http', rest = ''] = /^(?:(https?):\/\/)?(.*)$/.exec(text) ?? [];
  const [authority = '', ...path] = rest.split('/');
  const [, host = '', port] = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(authority) ?? [];
  const hasScheme = text.startsWith(scheme);
  const ownPort = hasScheme ? (scheme === 'https' ? '443' : '80') : defaultPort;
  const everywhere = ['', '0.0.0.0', '[::]'];
  const address = `${everywhere.includes(host) ? '127.0.0.1' : host}:${port ?? ownPort}`;
  return [`${scheme}://${address}`, ...path].join('/').replace(/\/+$/, '');
}

type Finding =
  { readonly kind: 'found'; readonly tag: string } | { readonly kind: 'none'; readonly reason: string };

async function findFimModel(url: string): Promise<Finding> {
  try {
    const { models } = (await askJson(`${url}/api/tags`)) as { models: { name: string }[] };
    for (const { name } of models) {
      if (await canFillInTheMiddle(url, name)) return { kind: 'found', tag: name };
    }
    return { kind: 'none', reason: `The host at ${url} has no model that can fill in the middle.` };
  } catch {
    return { kind: 'none', reason: `No Ollama answers at ${url}.` };
  }
}

async function canFillInTheMiddle(url: string, tag: string): Promise<boolean> {
  const shown = (await askJson(`${url}/api/show`, { model: tag })) as {
    template?: string;
    capabilities?: string[];
    model_info?: Record<string, unknown>;
  };
  const facts = {
    template: shown.template ?? '',
    capabilities: shown.capabilities ?? [],
    info: shown.model_info ?? {},
  };
  return recogniseFamily(facts, tag).kind === 'fim';
}

async function askJson(url: string, body?: unknown): Promise<unknown> {
  const signal = AbortSignal.timeout(probeTimeoutMs);
  const request = body === undefined ? { signal } : { signal, method: 'POST', body: JSON.stringify(body) };
  const answer = await fetch(url, request);
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}.`);
  return answer.json();
}

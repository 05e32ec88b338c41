import { parseEndpointUrl } from '../../settings/endpointUrl';

/** Where hosts listen that people run on their own machine: Ollama, llama.cpp, vLLM, LM Studio, SGLang. */
const LOCAL_PORTS = [11_434, 8_080, 8_000, 1_234, 30_000];

/** The URLs to look for a host at on the machine that calls. */
export function localCandidates(): readonly string[] {
  return LOCAL_PORTS.map((port) => `http://127.0.0.1:${port}`);
}

/**
 * What an address may mean, the likeliest first: a URL means itself, a name with a port may speak http or https, and a
 * bare name may be Ollama's own port or a web server in front of it.
 */
export function addressCandidates(written: string): readonly string[] | { readonly problem: string } {
  const address = written.trim();
  const parsed = parseEndpointUrl(address);
  if ('problem' in parsed) return parsed;
  if (/^https?:\/\//i.test(address)) return [address];
  const secure = parsed.url.replace(/^http:/, 'https:');
  if (hasPort(address)) return [parsed.url, secure];
  const withoutPort = secure.replace(/:\d+(?=\/|$)/, '');
  return [parsed.url, withoutPort, withoutPort.replace(/^https:/, 'http:')];
}

function hasPort(address: string): boolean {
  const authority = /^([^/?#]*)/.exec(address)?.[1] ?? '';
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  return /^[^:]*:\d+$|\]:\d+$/.test(host);
}

import { parseEndpointUrl } from '../../settings/endpointUrl';

/** A typed address, without the login that it held. */
export interface ReadAddress {
  readonly address: string;
  /** User and password as `Authorization: Basic` sends them. */
  readonly login?: string | undefined;
}

/** Parts a login from the address it was typed with. What is no address stays as it was typed. */
export function readAddress(typed: string): ReadAddress {
  const address = typed.trim();
  const parsed = parseEndpointUrl(address);
  if ('problem' in parsed || parsed.authorization === undefined) return { address };
  return {
    address: address.replace(/^([a-z][a-z0-9+.-]*:\/\/)?[^/?#]*@/i, '$1'),
    login: parsed.authorization.replace('Basic ', ''),
  };
}

/**
 * What an address may mean, the likeliest first: a URL means itself, a name with a port may speak http or https, and a
 * bare name may be Ollama's own port or a web server in front of it. No candidate holds a login.
 */
export function addressCandidates(written: string): readonly string[] | { readonly problem: string } {
  const address = written.trim();
  const parsed = parseEndpointUrl(address);
  if ('problem' in parsed) return parsed;
  if (/^https?:\/\//i.test(address)) return [parsed.url];
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

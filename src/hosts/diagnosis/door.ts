import type { EndpointSettings } from '../../settings/settings';
import { wayTo } from '../../settings/wayTo';
import type { Door, EditorProxy } from './ports';

/** The machine and port that a URL names. */
export function doorOf(url: string): Door {
  // A login with the name of a secret in it is no part of a valid URL.
  const { hostname, port, protocol } = new URL(url.replace(/\/\/.*@/, '//'));
  return {
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: port === '' ? defaultPort(protocol) : Number(port),
  };
}

/** Whether a name or address means the machine that calls. */
export function isLoopback(host: string): boolean {
  return /^(localhost|.*\.localhost|127(\.\d+){3}|::1)$/i.test(host);
}

function defaultPort(protocol: string): number {
  return protocol === 'https:' ? 443 : protocol.startsWith('socks') ? 1_080 : 80;
}

/** The proxy on the way to an endpoint, as it is written: its URL may hold a login and names of secrets. */
export function proxyTo(endpoint: EndpointSettings, editorProxy: EditorProxy): string | undefined {
  const way = wayTo(endpoint);
  switch (way.kind) {
    case 'direct':
      return undefined;
    case 'proxy':
      return way.url;
    case 'editor':
      return editorProxy(endpoint.url);
  }
}

/** Whether a proxy takes `CONNECT`: others speak a protocol of their own. */
export function takesConnect(proxy: string): boolean {
  return /^https?:/.test(proxy);
}

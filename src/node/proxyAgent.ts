import type http from 'node:http';
import net from 'node:net';
import type { HttpProxyAgent } from 'http-proxy-agent';
import type { HttpsProxyAgent } from 'https-proxy-agent';
import type { SocksProxyAgent } from 'socks-proxy-agent';

/** The agent that leads through a proxy to a host of this protocol. `ca` is trusted of an https proxy. */
export async function proxyAgent(
  proxyUrl: string,
  protocol: string,
  ca: string[] | undefined,
): Promise<http.Agent> {
  const agent = await create(proxyUrl, protocol, ca);
  // The agents would guess them from the call stack.
  agent.protocol = protocol;
  agent.defaultPort = protocol === 'https:' ? 443 : 80;
  return agent;
}

/** Whether the way to the proxy itself is a TLS connection. */
export function isTlsProxy(proxyUrl: string): boolean {
  return /^https:/i.test(proxyUrl);
}

/** What a TLS connection to a proxy is made with. Node names the host in the handshake only where it is told the name. */
export function proxyTrust(
  proxyUrl: string,
  ca: string[] | undefined,
): { readonly ca?: string[]; readonly servername?: string } {
  if (!isTlsProxy(proxyUrl)) return {};
  const { hostname } = new URL(proxyUrl);
  const isAddress = net.isIP(hostname.replace(/^\[|\]$/g, '')) !== 0;
  return { ...(ca === undefined ? {} : { ca }), ...(isAddress ? {} : { servername: hostname }) };
}

/** Few go through a proxy: what speaks its protocol is loaded with the first who does. */
async function create(
  proxyUrl: string,
  protocol: string,
  ca: string[] | undefined,
): Promise<HttpProxyAgent<string> | HttpsProxyAgent<string> | SocksProxyAgent> {
  if (/^socks/i.test(proxyUrl)) {
    const { SocksProxyAgent } = await import('socks-proxy-agent');
    return new SocksProxyAgent(proxyUrl, { keepAlive: true });
  }
  const options = { keepAlive: true, ...proxyTrust(proxyUrl, ca) };
  if (protocol === 'https:') {
    const { HttpsProxyAgent } = await import('https-proxy-agent');
    return new HttpsProxyAgent(proxyUrl, options);
  }
  const { HttpProxyAgent } = await import('http-proxy-agent');
  return new HttpProxyAgent(proxyUrl, options);
}

import type http from 'node:http';
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
  const options = { keepAlive: true, ...(ca === undefined ? {} : { ca }) };
  if (protocol === 'https:') {
    const { HttpsProxyAgent } = await import('https-proxy-agent');
    return new HttpsProxyAgent(proxyUrl, options);
  }
  const { HttpProxyAgent } = await import('http-proxy-agent');
  return new HttpProxyAgent(proxyUrl, options);
}

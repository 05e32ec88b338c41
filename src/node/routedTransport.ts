import { t } from '../common/l10n';
import { createHash } from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import { urlToHttpOptions } from 'node:url';
import type { Disposable } from '../common/disposable';
import { withoutLogin } from '../settings/endpointUrl';
import { expandSecrets, type SecretSource } from '../settings/headerSecrets';
import type { EndpointSettings } from '../settings/settings';
import { wayTo } from '../settings/wayTo';
import type { HttpRequest, HttpTransport } from '../transport/httpTransport';
import { isTlsProxy, proxyAgent } from './proxyAgent';
import { performRequest, StaleConnection } from './routedRequest';
import { readTlsOptions, type TlsOptions } from './tlsOptions';

/** What of an endpoint decides on its connections. */
export type RoutedEndpoint = Pick<EndpointSettings, 'url' | 'tls' | 'proxy' | 'bypassProxy'>;

/**
 * HTTP by Node's own requests, for endpoints that have a way or a trust of their own. Connections are kept for the next
 * request and closed by `dispose`.
 */
export function createRoutedTransport(
  version: string,
  endpoint: RoutedEndpoint,
  secrets: SecretSource,
): HttpTransport & Disposable {
  const way = wayTo(endpoint);
  const agents = new Map<string, http.Agent>();
  const agentFor = async (protocol: string, tls: TlsOptions | undefined): Promise<http.Agent | undefined> => {
    if (way.kind === 'editor') return undefined;
    const proxy =
      way.kind === 'proxy' ? await expandSecrets(t('The proxy'), way.url, secrets, encodeURIComponent) : '';
    // A request's TLS options are for the host alone: what an https proxy is trusted by stays with its agent.
    const ca = isTlsProxy(proxy) ? tls?.ca : undefined;
    const key = `${protocol} ${proxy} ${ca === undefined ? '' : digestOf(ca)}`;
    const agent =
      agents.get(key) ?? (proxy === '' ? directAgent(protocol) : await proxyAgent(proxy, protocol, ca));
    // Another request may have made it meanwhile.
    const shared = agents.get(key) ?? agent;
    agents.set(key, shared);
    return shared;
  };
  const send = async (request: HttpRequest): Promise<Response> => {
    const url = new URL(request.url);
    const isSecure = url.protocol === 'https:';
    const tls =
      isSecure || (way.kind === 'proxy' && isTlsProxy(way.url))
        ? await readTlsOptions({ url: request.url, tls: endpoint.tls }, secrets)
        : undefined;
    const options: http.RequestOptions = {
      ...urlToHttpOptions(url),
      ...(isSecure ? tls : {}),
      method: request.method,
      headers: {
        ...withoutUserAgent(request.headers),
        ...lengthOf(request),
        'User-Agent': `fillwright/${version}`,
      },
      agent: await agentFor(url.protocol, tls),
      signal: request.signal,
    };
    const guard = {
      isEditors: way.kind === 'editor',
      ...(way.kind === 'proxy' ? { proxy: withoutLogin(way.url) } : {}),
      ...(endpoint.tls?.fingerprint === undefined ? {} : { pin: endpoint.tls.fingerprint }),
    };
    const attempt = (): Promise<Response> => performRequest(options, request, guard);
    return attempt().catch((thrown: unknown) => {
      // The host closed an idle connection at the moment it was used again: that says nothing about the host.
      if (thrown instanceof StaleConnection && !request.signal.aborted) return attempt();
      throw thrown;
    });
  };
  return {
    send,
    dispose: () => {
      for (const agent of agents.values()) agent.destroy();
    },
  };
}

function digestOf(certificates: readonly string[]): string {
  return createHash('sha256').update(certificates.join('\n')).digest('hex');
}

/** Without a memory of sessions, so that each connection shows its certificate. */
function directAgent(protocol: string): http.Agent {
  return protocol === 'https:'
    ? new https.Agent({ keepAlive: true, maxCachedSessions: 0 })
    : new http.Agent({ keepAlive: true });
}

/** Node tells the length of a body by itself, but not of that of a DELETE: hosts take it for the next request then. */
function lengthOf({ body }: HttpRequest): Record<string, string> {
  return body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) };
}

function withoutUserAgent(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'user-agent'));
}

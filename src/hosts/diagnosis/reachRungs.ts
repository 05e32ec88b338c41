import { t } from '../../common/l10n';
import { parseEndpointUrl, withoutLogin } from '../../settings/endpointUrl';
import type { EndpointSettings } from '../../settings/settings';
import { isCertificateCode } from '../../transport/connectionFailure';
import { failureOf } from '../../transport/failure';
import type { TransportError } from '../../transport/errors';
import { CheckFailure } from './check';
import { doorOf, isLoopback, proxyTo, takesConnect } from './door';
import type { DiagnosisFacts, DiagnosisRung } from './facts';
import { greetingOf } from './greeting';
import { mendOf, mendOfProxyCertificate, mendOfSilence, mendOfSilentProxy } from './mends';
import type { Budget } from './ladder';
import type { DiagnosisPorts, Door } from './ports';

/** Longest wait for a name server or a connection: two repeated packets fit into it, after one second and three. */
const CONNECT_MS = 3_200;

/** From the written address to a connection. `budget` is what it shares with what comes after. */
export function reachRungs(ports: DiagnosisPorts, budget: Budget): readonly DiagnosisRung[] {
  const mendOfTimeout = ({ endpoint, proxy }: DiagnosisFacts): string => mendOfSilence(proxy ?? endpoint.url);
  const rung = { limitMs: CONNECT_MS, budget, blocks: true, mendOfTimeout };
  return [
    { ...rung, name: 'address', look: (facts) => Promise.resolve().then(() => parseAddress(facts, ports)) },
    {
      ...rung,
      name: 'name',
      mendOfTimeout: () =>
        t('The name server does not answer: check the network and the VPN, or write the IP address.'),
      look: (facts, signal) => resolveName(facts, ports, signal),
    },
    { ...rung, name: 'tcp', look: (facts, signal) => connect(facts, ports, signal) },
    {
      ...rung,
      name: 'proxy',
      mendOfTimeout: ({ endpoint }) => mendOfSilentProxy(endpoint.url),
      look: (facts, signal) => passProxy(facts, ports, signal),
    },
  ];
}

function parseAddress(
  { written, endpoint }: DiagnosisFacts,
  { editorProxy }: DiagnosisPorts,
): { saw: string; facts: Partial<DiagnosisFacts> } {
  const parsed = parseEndpointUrl(written);
  if ('problem' in parsed) {
    throw new CheckFailure(
      `${withoutLogin(written)} ${parsed.problem}`,
      t('Correct the URL in fillwright.endpoints.'),
    );
  }
  const { url, authorization, warnings } = parsed;
  const headers =
    authorization === undefined ? endpoint.headers : { Authorization: authorization, ...endpoint.headers };
  const found: EndpointSettings = { ...endpoint, url, headers };
  const proxy = proxyTo(found, editorProxy);
  return {
    saw: [url, ...warnings].join(t('; ')),
    facts: { endpoint: found, door: doorOf(proxy ?? url), ...(proxy === undefined ? {} : { proxy }) },
  };
}

async function resolveName(
  facts: DiagnosisFacts,
  { network, clock }: DiagnosisPorts,
  signal: AbortSignal,
): Promise<{ saw: string; facts: Partial<DiagnosisFacts> }> {
  const { host } = doorIn(facts);
  const askedAt = clock.now();
  const whose = facts.proxy === undefined ? host : t('the proxy {0}', host);
  const addresses = await orFailure(facts, () => network.resolve(host, signal), signal);
  const isAddress = addresses.length === 1 && addresses[0] === host;
  const saw = isAddress ? t('{0} is an address', whose) : t('{0} is {1}', whose, addresses.join(', '));
  return { saw, facts: { lookupMs: clock.now() - askedAt } };
}

async function connect(
  facts: DiagnosisFacts,
  { network, caller }: DiagnosisPorts,
  signal: AbortSignal,
): Promise<{ saw: string }> {
  const door = doorIn(facts);
  const address = await orFailure(facts, () => network.connect(door, signal), signal);
  const whose = facts.proxy === undefined ? address : t('the proxy {0}', address);
  return {
    saw: isLoopback(door.host) ? t('{0} accepts, which is {1}', whose, caller) : t('{0} accepts', whose),
  };
}

async function passProxy(
  facts: DiagnosisFacts,
  ports: DiagnosisPorts,
  signal: AbortSignal,
): Promise<{ saw: string }> {
  const { proxy, endpoint } = facts;
  if (proxy === undefined) return { saw: t('none on the way') };
  const shown = withoutLogin(proxy);
  // Plain HTTP is handed to the proxy as it is; only what must stay secret takes a tunnel.
  if (!endpoint.url.startsWith('https:') || !takesConnect(proxy)) {
    const greeting = await greetingOf(endpoint, ports, signal);
    if (greeting.kind === 'refused') blameProxy(greeting.error, shown, endpoint.url);
    return { saw: t('through {0}', shown) };
  }
  const target = doorOf(endpoint.url);
  const status = await orFailure(facts, () => ports.network.tunnel(proxy, endpoint, signal), signal);
  if (status >= 200 && status < 300) return { saw: t('through {0}', shown) };
  throw new CheckFailure(
    t('{0} answers {1} to CONNECT {2}', shown, status, `${target.host}:${target.port}`),
    mendOfTunnel(status, target),
  );
}

/** Throws a CheckFailure where it was the proxy that refused, or that says it does not get any further. */
function blameProxy(error: TransportError, shown: string, url: string): void {
  const { kind, status = 0, server, detail } = error.facts;
  if (kind === 'proxy') {
    if (status < 500) throw new CheckFailure(detail, mendOf(error, url));
  } else if (server === undefined || reverseProxies.test(server) || !unreached.has(status)) return;
  throw new CheckFailure(
    t('{0} answers for the host: {1}', shown, detail),
    mendOfTunnel(status, doorOf(url)),
  );
}

/** They stand before a host and pass through a forward proxy as the host's own words do. */
const reverseProxies = /^(nginx|openresty|caddy|envoy|istio|traefik|cloudflare)/i;
/** What forward proxies answer where they do not reach a host: tinyproxy 500, squid 503, others as gateways do. */
const unreached = new Set([500, 502, 503, 504]);

function mendOfTunnel(status: number, { host, port }: Door): string {
  if (status === 407)
    return t("Give the proxy's login in its URL: proxy of the endpoint in fillwright.endpoints.");
  if (status === 403)
    return t(
      'Let the proxy tunnel to port {0} (tinyproxy: ConnectPort {0}), or set bypassProxy for the endpoint.',
      port,
    );
  return t(
    'The proxy does not reach {0}. Start the host, or set bypassProxy for the endpoint.',
    `${host}:${port}`,
  );
}

function doorIn({ door, endpoint }: DiagnosisFacts): Door {
  return door ?? doorOf(endpoint.url);
}

/** Throws what the operating system says as a CheckFailure with its mend. */
async function orFailure<T>(
  { endpoint, proxy }: DiagnosisFacts,
  ask: () => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  try {
    return await ask();
  } catch (thrown) {
    if (signal.aborted) throw thrown;
    const url = proxy ?? endpoint.url;
    const error = failureOf(thrown, { endpoint: endpoint.url, route: 'connecting', answerBegan: false });
    throw new CheckFailure(error.facts.detail, mendOfConnection(error, url, proxy));
  }
}

function mendOfConnection(error: TransportError, url: string, proxy: string | undefined): string {
  if (error.kind === 'timeout') return mendOfSilence(url);
  if (proxy === undefined) return mendOf(error, url);
  if (isCertificateCode(error.facts.code)) return mendOfProxyCertificate();
  return t(
    "The proxy {0} can't be reached. Correct proxy of the endpoint, or VS Code's http.proxy, or set bypassProxy.",
    withoutLogin(proxy),
  );
}

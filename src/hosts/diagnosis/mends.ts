import { t } from '../../common/l10n';
import { isCertificateCode } from '../../transport/connectionFailure';
import type { TransportError, TransportErrorFacts } from '../../transport/errors';
import { doorOf, isLoopback } from './door';

/** What to do about a failed request: a setting by its name, or a command on the host. */
export function mendOf({ facts }: TransportError, url: string): string {
  switch (facts.kind) {
    case 'unreachable':
      return facts.status === undefined ? mendOfRefusal(url) : mendOfGateway(facts.status);
    case 'name-not-found':
      return mendOfName(doorOf(url).host);
    case 'tls':
      return t('Write {0} as the URL, or check the port.', withOtherScheme(url));
    case 'certificate':
      return t("Give the issuer's certificate as tls.caFile of the endpoint in fillwright.endpoints.");
    case 'client-certificate':
      return t(
        'Give a certificate that the host knows: tls.certFile and tls.keyFile of the endpoint in fillwright.endpoints.',
      );
    case 'misconfigured':
      return t('Mend what is named here in fillwright.endpoints.');
    case 'proxy':
      return mendOfProxy(facts);
    case 'disk-full':
      return t('Delete models on the host that are not needed: ollama rm TAG');
    case 'timeout':
      return mendOfSilence(url);
    case 'login':
      return mendOfLogin(facts);
    case 'model-missing':
      return t(
        'Pull the model on the host: ollama pull TAG. Or choose another with "Choose the Completion Model…".',
      );
    case 'unsupported':
      return t(
        'Choose a base model that was trained to fill in the middle: ollama pull deepseek-coder:6.7b-base',
      );
    case 'prompt-too-long':
      return t('Lower fillwright.completion.contextWindow, or raise OLLAMA_CONTEXT_LENGTH on the host.');
    case 'out-of-memory':
      return t(
        'Choose a smaller model, lower fillwright.completion.contextWindow, or set OLLAMA_KV_CACHE_TYPE=q8_0 on the host.',
      );
    case 'busy':
      return t('Wait, or let the host serve more at a time: OLLAMA_NUM_PARALLEL=2, OLLAMA_MAX_QUEUE=512.');
    case 'not-an-engine':
      return t(
        'Check the URL and its path in fillwright.endpoints: with a reverse proxy it ends in the prefix, such as https://host/ollama.',
      );
    case 'connection-lost':
      return t(
        'Look at the host and at proxies between: nginx needs proxy_read_timeout 600s for long answers.',
      );
    case 'host-fault':
      return t("Look at the host's own log: journalctl -u ollama");
    case 'bad-request':
      return t('Update the host; check the options in fillwright.endpoints.');
  }
}

function mendOfName(host: string): string {
  return host.endsWith('.local')
    ? t(
        'Names in .local are found by mDNS (Bonjour, Avahi) in one network only: see that both machines have it, or write the IP address.',
      )
    : t(
        'Check the spelling of the name in fillwright.endpoints, the VPN and the DNS server, or write the IP address.',
      );
}

function mendOfProxy({ status, code }: TransportErrorFacts): string {
  if (isCertificateCode(code)) return mendOfProxyCertificate();
  return status === 407
    ? t("Give the proxy's login in its URL: proxy of the endpoint in fillwright.endpoints.")
    : t('Check proxy of the endpoint in fillwright.endpoints and http.proxy, or set bypassProxy to true.');
}

/** The proxy lets one in, and nothing comes from behind it. */
export function mendOfSilentProxy(url: string): string {
  const { host, port } = doorOf(url);
  return t(
    'The proxy accepts, and no answer comes through it: start the host, check that the proxy may reach {0}, or set bypassProxy for the endpoint.',
    `${host}:${port}`,
  );
}

export function mendOfProxyCertificate(): string {
  return t(
    "Give the authority of the proxy's certificate as tls.caFile of the endpoint in fillwright.endpoints.",
  );
}

/** One side speaks TLS, and the other does not. */
function withOtherScheme(url: string): string {
  return url.startsWith('https:') ? url.replace('https:', 'http:') : url.replace('http:', 'https:');
}

/** Nothing listens, or nothing may be reached. */
export function mendOfRefusal(url: string): string {
  const door = doorOf(url);
  if (isLoopback(door.host))
    return t('Start the host on this machine: ollama serve. Or check the port {0}.', door.port);
  return t(
    'On {0}, let Ollama listen beyond loopback: OLLAMA_HOST=0.0.0.0 ollama serve (with systemd: systemctl edit ollama, Environment="OLLAMA_HOST=0.0.0.0"). Or check the port {1}.',
    door.host,
    door.port,
  );
}

/** Packets go out and nothing comes back. */
export function mendOfSilence(url: string): string {
  const { host, port } = doorOf(url);
  return t(
    'Check the address; a firewall may drop what comes: on {0}, ufw allow {1}/tcp. Or use a tunnel: ssh -N -L {1}:127.0.0.1:{1} {0}, and the URL http://127.0.0.1:{1}',
    host,
    port,
  );
}

function mendOfGateway(status: number): string {
  return t(
    'A reverse proxy answers {0}: it does not reach the model host behind it. Start that, and check proxy_pass in nginx.',
    status,
  );
}

function mendOfLogin({ status, wantsBasic }: TransportErrorFacts): string {
  if (wantsBasic === true)
    return t(
      'The host asks for a user and a password. "Add a Host…" keeps them for you; by hand, the header is "Authorization": "Basic ${secret:NAME}", and the secret is user:password in base64.',
    );
  const header = t(
    'Give the login that the host asks for as a header in fillwright.endpoints: "Authorization": "Bearer ${secret:NAME}".',
  );
  if (status !== 403) return header;
  return t(
    '{0} Without a proxy in front, Ollama answers 403 to names that it does not know: OLLAMA_HOST=0.0.0.0 on the host, or proxy_set_header Host localhost in nginx.',
    header,
  );
}

/** What VS Code's settings and environment say about proxies. */
export interface ProxyRules {
  /** `http.proxySupport` */
  readonly support: string | undefined;
  /** `http.proxy` */
  readonly proxy: string | undefined;
  /** `http.noProxy` */
  readonly noProxy: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/**
 * The proxy that VS Code sends a request through. It follows VS Code where that is surprising, for a diagnosis must tell
 * what is done: a rule ends at its second colon, so none but `*` matches an IPv6 address; there are no networks
 * (`10.0.0.0/8`) and no patterns (`*.example.com`); and one proxy of the environment serves both protocols.
 */
export function proxyByRules(
  url: string,
  { support, proxy, noProxy, environment }: ProxyRules,
): string | undefined {
  if (support === 'off') return undefined;
  const { hostname, port, protocol } = new URL(url);
  if (alwaysDirect.has(hostname)) return undefined;
  const excluded =
    noProxy.length > 0
      ? noProxy.map((rule) => rule.trim())
      : (either(environment, 'no_proxy') ?? '').trim().split(',');
  const door = { hostname, port: port === '' ? (protocol === 'https:' ? '443' : '80') : port };
  // Within a list of the environment, a star after a blank is none to VS Code.
  if (excluded.includes('*') || excluded.some((rule) => matches(door, rule))) return undefined;
  const environmentProxy = either(environment, 'https_proxy') ?? either(environment, 'http_proxy');
  return usable(proxy) ?? usable(environmentProxy);
}

const alwaysDirect: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

interface HostAndPort {
  readonly hostname: string;
  readonly port: string;
}

function matches({ hostname, port }: HostAndPort, rule: string): boolean {
  const [name = '', onlyPort = ''] = rule.trim().toLowerCase().split(':');
  if (name === '' || (onlyPort !== '' && onlyPort !== port)) return false;
  return `.${hostname.replace(/^\[|\]$/g, '')}`.endsWith(name.startsWith('.') ? name : `.${name}`);
}

/** VS Code passes over what names no protocol that it speaks. */
function usable(proxy: string | undefined): string | undefined {
  const url = proxy?.trim() ?? '';
  return /^(https?|socks(5h?|4a?)?):\/\//i.test(url) ? url : undefined;
}

/** The names stand in small letters or capitals; an empty one counts as missing. */
function either(environment: ProxyRules['environment'], name: string): string | undefined {
  return [environment[name], environment[name.toUpperCase()]].find(
    (value) => value !== undefined && value !== '',
  );
}

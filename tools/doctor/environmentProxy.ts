import { BlockList, isIP } from 'node:net';
import { CheckFailure } from '../../src/hosts/diagnosis/check';
import { withoutLogin } from '../../src/settings/endpointUrl';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The proxy that the environment names for a URL, as curl reads it: `http_proxy` or `https_proxy` by the URL's protocol,
 * else `all_proxy`, unless `no_proxy` excludes the host. In small letters or capitals; an empty one counts as missing.
 * Throws a CheckFailure where it is no proxy's URL.
 */
export function environmentProxy(url: string, environment: Environment): string | undefined {
  const target = new URL(url);
  const own = target.protocol === 'https:' ? 'https_proxy' : 'http_proxy';
  const name = [own, 'all_proxy'].find((each) => valueOf(each, environment) !== undefined);
  if (name === undefined) return undefined;
  const rules = (valueOf('no_proxy', environment) ?? '').split(/[\s,]+/);
  if (rules.some((rule) => excludes(rule, target))) return undefined;
  return proxyUrl(name, valueOf(name, environment) ?? '');
}

/** All proxies that the environment names, as URLs. */
export function environmentProxies(environment: Environment): readonly string[] {
  return ['http_proxy', 'https_proxy', 'all_proxy'].flatMap((name) => {
    const value = valueOf(name, environment);
    return value === undefined ? [] : [withScheme(value)];
  });
}

function proxyUrl(name: string, written: string): string {
  const url = withScheme(written);
  if (/^(https?|socks(5h?|4a?)):\/\//i.test(url) && URL.canParse(url)) return url;
  throw new CheckFailure(
    `the variable ${name} is ${withoutLogin(url)}, which is no proxy`,
    `Correct ${name}: a URL with http, https, socks5 or socks4, a host and its port. Or name a proxy by --proxy.`,
  );
}

/** A rule is `*`, a name with all below it, an address or a network of them; a port may follow a name or an address. */
function excludes(rule: string, { hostname, port, protocol }: URL): boolean {
  if (rule === '*') return true;
  if (rule.includes('/')) return isInNetwork(unbracketed(hostname), rule);
  const isBareV6 = !rule.startsWith('[') && rule.split(':').length > 2;
  const [, written = rule, onlyPort] = isBareV6 ? [] : (/^(.*?)(?::(\d+))?$/.exec(rule) ?? []);
  const name = unbracketed(written.toLowerCase()).replace(/^\*?\./, '');
  const usedPort = port === '' ? (protocol === 'https:' ? '443' : '80') : port;
  if (name === '' || (onlyPort !== undefined && onlyPort !== usedPort)) return false;
  const host = unbracketed(hostname);
  return host === name || (isIP(host) === 0 && host.endsWith(`.${name}`));
}

/** A network is an address and the number of its bits that count: `10.0.0.0/8`, `fd00::/8`. */
function isInNetwork(host: string, rule: string): boolean {
  const [, address = '', bits = ''] = /^\[?([^[\]/]+)\]?\/(\d+)$/.exec(rule) ?? [];
  const version = isIP(address);
  if (version === 0 || isIP(host) !== version || Number(bits) > (version === 4 ? 32 : 128)) return false;
  const family = version === 4 ? 'ipv4' : 'ipv6';
  const network = new BlockList();
  network.addSubnet(address, Number(bits), family);
  return network.check(host, family);
}

function unbracketed(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1');
}

function withScheme(written: string): string {
  return written.includes('://') ? written : `http://${written}`;
}

function valueOf(name: string, environment: Environment): string | undefined {
  return [environment[name], environment[name.toUpperCase()]]
    .map((value) => value?.trim())
    .find((value) => value !== undefined && value !== '');
}

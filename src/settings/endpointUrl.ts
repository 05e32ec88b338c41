import { t } from '../common/l10n';
/** The port Ollama listens on, used where a user writes a host without scheme and port. */
const OLLAMA_PORT = 11_434;

export interface EndpointUrl {
  /** Absolute, without login, query or trailing slash. */
  readonly url: string;
  /** Host and port, as a name for people. */
  readonly host: string;
  /** Value of the `Authorization` header, where the URL held a login. */
  readonly authorization?: string;
  /** What was changed or looks wrong though the URL works. */
  readonly warnings: readonly string[];
}

/** Reads what people write for an endpoint: a URL, `host`, `host:port` or an IPv6 address. Says why it can't. */
export function parseEndpointUrl(written: string): EndpointUrl | { readonly problem: string } {
  const absolute = withScheme(written.trim());
  if (typeof absolute !== 'string') return absolute;
  let parsed: URL;
  try {
    parsed = new URL(absolute);
  } catch {
    return { problem: t('is not a URL; write for example http://gpu-box:11434') };
  }
  const authorization = basicLogin(parsed);
  return {
    url: `${parsed.protocol}//${parsed.host}${parsed.pathname.replace(/\/+$/, '')}`,
    host: parsed.host,
    ...(authorization === undefined ? {} : { authorization }),
    warnings: warningsFor(parsed),
  };
}

/** The URL as it may be shown: without what stands before an `@` and without the values of a query. */
export function withoutLogin(written: string): string {
  const [address = '', ...query] = written.split(/(?=[?#])/);
  const shown = address.replace(/^([a-z][a-z0-9+.-]*:\/\/)?.*@/is, '$1***@');
  return query.length === 0 ? shown : `${shown}?***`;
}

function withScheme(written: string): string | { problem: string } {
  if (written === '') return { problem: t('is empty; write for example http://gpu-box:11434') };
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(written)?.[1]?.toLowerCase();
  if (scheme === 'http' || scheme === 'https') return written;
  if (scheme !== undefined)
    return { problem: t('has the scheme {0}://; only http:// and https:// work', scheme) };
  if (/^https?:/i.test(written)) return { problem: t('lacks the two slashes after http: or https:') };
  return withDefaultPort(written);
}

function withDefaultPort(written: string): string {
  const [, authority = '', rest = ''] = /^([^/?#]*)(.*)$/s.exec(written) ?? [];
  const login = authority.slice(0, authority.lastIndexOf('@') + 1);
  const host = bracketed(authority.slice(login.length)) || '127.0.0.1';
  if (host.startsWith(':')) return `http://${login}127.0.0.1${host}${rest}`;
  const port = /:\d+$/.test(host) ? '' : `:${OLLAMA_PORT}`;
  return `http://${login}${host}${port}${rest}`;
}

/** A bare IPv6 address gets the brackets a URL wants. */
function bracketed(host: string): string {
  return /^[0-9a-f:.]*:[0-9a-f:.]*:[0-9a-f:.]*$/i.test(host) ? `[${host}]` : host;
}

function basicLogin(url: URL): string | undefined {
  if (url.username === '' && url.password === '') return undefined;
  const login = new TextEncoder().encode(`${decoded(url.username)}:${decoded(url.password)}`);
  return `Basic ${btoa(String.fromCharCode(...login))}`;
}

/** A `%` that isn't the start of an escape stands for itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function warningsFor(url: URL): string[] {
  const warnings: string[] = [];
  if (url.search !== '' || url.hash !== '') warnings.push(t('the part from the first ? or # on is left out'));
  if (url.hostname === '0.0.0.0' || url.hostname === '[::]') {
    warnings.push(
      t("{0} is an address to listen on, not one to call; write 127.0.0.1 or the host's name", url.hostname),
    );
  }
  return warnings;
}

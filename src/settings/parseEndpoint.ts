import { t } from '../common/l10n';
import { isOneOf, isRecord, isText, isWhole, shown, type Check } from './check';
import { parseEndpointUrl, withoutLogin } from './endpointUrl';
import { fieldReader, type EndpointProblems } from './fieldReader';
import { parseConnection } from './parseConnection';
import { parseRoles } from './parseRoles';
import { defaultTimeouts, type EndpointSettings, type EndpointTimeouts } from './settings';

/** Reads one element of `fillwright.endpoints`; undefined when it can't be used. */
export function parseEndpoint(raw: unknown, problems: EndpointProblems): EndpointSettings | undefined {
  if (!isRecord(raw)) {
    // Whatever was meant by it may hold a login.
    const what = typeof raw === 'string' ? shown(withoutLogin(raw)) : t('of type {0}', typeof raw);
    problems.reject('', t('is {0}; an endpoint is an object with at least a "url"', what));
    return undefined;
  }
  remarkUnknownKeys(raw, problems);
  const read = fieldReader(raw, '', problems);
  const address = readUrl(raw['url'], problems);
  const name = read('name', isText);
  const engine = read('engine', isOneOf('ollama', 'openai')) ?? 'ollama';
  const keepAlive = read('keepAlive', isKeepAlive);
  const headers = readHeaders(raw['headers'], problems);
  const roles = parseRoles(raw['roles'], problems);
  const timeouts = readTimeouts(raw['timeouts'], problems);
  const connection = parseConnection(raw, problems);
  if (address === undefined) return undefined;
  // An https proxy is trusted by the same authority.
  const hasTls = [address.url, connection.proxy].some((url) => url?.startsWith('https:'));
  if (connection.tls !== undefined && !hasTls)
    problems.remark('.tls', t('has no effect, because the url begins with http://'));
  return {
    name: name ?? address.host,
    url: address.url,
    engine,
    roles,
    headers: withLogin(headers, address.authorization),
    timeouts,
    ...connection,
    ...(keepAlive === undefined ? {} : { keepAlive }),
  };
}

const KNOWN_KEYS = [
  'name', 'url', 'engine', 'roles', 'headers', 'tls', 'proxy', 'bypassProxy', 'timeouts', 'keepAlive',
]; // prettier-ignore
/** A day: longer waits are mistakes of unit. */
const LONGEST_TIMEOUT_MS = 86_400_000;
/** What HTTP allows: Latin-1 without control characters. */
const HEADER_VALUE = /^[\t\x20-\x7e\xa0-\xff]*$/;
const isKeepAlive: Check<string | number> = (value) =>
  (typeof value === 'number' && Number.isInteger(value)) ||
  (typeof value === 'string' && /^(-?\d+|(-?\d+(\.\d+)?(ns|us|ms|s|m|h))+)$/.test(value))
    ? { ok: true, value }
    : { ok: false, allowed: t('a duration such as "10m" or "24h", a number of seconds, or -1 for ever') };

function remarkUnknownKeys(raw: Record<string, unknown>, problems: EndpointProblems): void {
  for (const key of Object.keys(raw)) {
    if (!KNOWN_KEYS.includes(key))
      problems.remark(`.${key}`, t('is not a key of an endpoint; known are {0}', KNOWN_KEYS.join(', ')));
  }
}

function readUrl(
  raw: unknown,
  problems: EndpointProblems,
): Exclude<ReturnType<typeof parseEndpointUrl>, { problem: string }> | undefined {
  if (typeof raw !== 'string') {
    problems.reject(
      '.url',
      raw === undefined ? t('is missing') : t('is {0}; it must be a URL in quotes', shown(raw)),
    );
    return undefined;
  }
  const parsed = parseEndpointUrl(raw);
  if ('problem' in parsed) {
    problems.reject('.url', t('is {0}, which {1}', shown(withoutLogin(raw)), parsed.problem));
    return undefined;
  }
  for (const warning of parsed.warnings)
    problems.remark('.url', t('is {0}: {1}', shown(withoutLogin(raw)), warning));
  return parsed;
}

/** Values never show in a problem: they may be secrets. */
function readHeaders(raw: unknown, problems: EndpointProblems): Record<string, string> {
  if (raw === undefined || raw === null) return {};
  if (!isRecord(raw)) {
    problems.reject('.headers', t('must be an object with a text for each header'));
    return {};
  }
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(raw)) {
    if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name)) {
      problems.reject('.headers', t("has {0}, which is not a header's name", shown(name)));
    } else if (typeof value !== 'string' || !HEADER_VALUE.test(value)) {
      problems.reject(`.headers.${name}`, t('must be a text of one line in Latin characters'));
    } else headers[name] = value;
  }
  return headers;
}

/** A header of the user's own is worth more than the login in the URL. */
function withLogin(
  headers: Record<string, string>,
  authorization: string | undefined,
): Record<string, string> {
  const hasOwn = Object.keys(headers).some((name) => name.toLowerCase() === 'authorization');
  return authorization === undefined || hasOwn ? headers : { Authorization: authorization, ...headers };
}

function readTimeouts(raw: unknown, problems: EndpointProblems): EndpointTimeouts {
  if (raw === undefined || raw === null) return defaultTimeouts;
  if (!isRecord(raw)) {
    problems.reject('.timeouts', t('is {0}; it must be an object', shown(raw)));
    return defaultTimeouts;
  }
  const read = fieldReader(raw, '.timeouts', problems);
  const isTimeout = isWhole(1, LONGEST_TIMEOUT_MS, 'milliseconds');
  for (const key of Object.keys(raw)) {
    if (!(key in defaultTimeouts)) problems.remark(`.timeouts.${key}`, t('is not known'));
  }
  return {
    connectMs: read('connectMs', isTimeout) ?? defaultTimeouts.connectMs,
    firstByteMs: read('firstByteMs', isTimeout) ?? defaultTimeouts.firstByteMs,
    betweenTokensMs: read('betweenTokensMs', isTimeout) ?? defaultTimeouts.betweenTokensMs,
  };
}

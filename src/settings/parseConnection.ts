import { t } from '../common/l10n';
import { isBoolean, isRecord, isText, shown, type Check } from './check';
import { withoutLogin } from './endpointUrl';
import { fieldReader, withoutAbsent, type EndpointProblems } from './fieldReader';
import type { ConnectionSettings, TlsSettings } from './settings';

/** Reads how an endpoint is reached: `tls`, `proxy` and `bypassProxy`. */
export function parseConnection(
  raw: Record<string, unknown>,
  problems: EndpointProblems,
): ConnectionSettings {
  const tls = readTls(raw['tls'], problems);
  const proxy = readProxy(raw['proxy'], problems);
  const bypassProxy = fieldReader(raw, '', problems)('bypassProxy', isBoolean);
  if (proxy !== undefined && bypassProxy === true) {
    problems.remark('.proxy', t('has no effect, because bypassProxy is true'));
  }
  return withoutAbsent<ConnectionSettings>({ tls, proxy, bypassProxy });
}

/** The schemes a proxy's URL may have. */
const PROXY_SCHEMES = ['http:', 'https:', 'socks5:', 'socks5h:', 'socks4:', 'socks4a:'];
const TLS_KEYS = ['caFile', 'certFile', 'keyFile', 'passphrase', 'serverName', 'fingerprint', 'insecure'];
const PLACEHOLDER = /\$\{(secret|env):[^}]*\}/g;

const isFilePath: Check<string> = (value) => {
  const text = isText(value);
  return text.ok && /^(~?[\\/]|[A-Za-z]:[\\/])/.test(text.value)
    ? text
    : { ok: false, allowed: t('the full path of a PEM file; ~/ stands for your home folder') };
};

/** A SHA-256 as browsers and openssl show it, in any case, with or without colons. */
const isFingerprint: Check<string> = (value) => {
  const hex = typeof value === 'string' ? value.replace(/^sha-?256[=: ]\s*|[\s:]/gi, '').toLowerCase() : '';
  return /^[0-9a-f]{64}$/.test(hex)
    ? { ok: true, value: hex }
    : {
        ok: false,
        allowed: t("the certificate's SHA-256 fingerprint: 64 hexadecimal digits, colons allowed"),
      };
};

const isServerName: Check<string> = (value) =>
  typeof value === 'string' && /^[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?$/i.test(value)
    ? { ok: true, value }
    : { ok: false, allowed: t('the host name that the certificate is for') };

function readTls(raw: unknown, problems: EndpointProblems): TlsSettings | undefined {
  if (raw === undefined || raw === null) return undefined;
  if (!isRecord(raw)) {
    problems.reject('.tls', t('must be an object with some of {0}', TLS_KEYS.join(', ')));
    return undefined;
  }
  for (const key of Object.keys(raw)) {
    if (!TLS_KEYS.includes(key))
      problems.remark(`.tls.${key}`, t('is not known; known are {0}', TLS_KEYS.join(', ')));
  }
  const read = fieldReader(raw, '.tls', problems);
  const tls = withoutAbsent<TlsSettings>({
    caFile: read('caFile', isFilePath),
    certFile: read('certFile', isFilePath),
    keyFile: read('keyFile', isFilePath),
    passphrase: readPassphrase(raw['passphrase'], problems),
    serverName: read('serverName', isServerName),
    fingerprint: read('fingerprint', isFingerprint),
    insecure: read('insecure', isBoolean),
  });
  checkTogether(tls, problems);
  return tls;
}

/** A passphrase never shows in a problem. */
function readPassphrase(raw: unknown, problems: EndpointProblems): string | undefined {
  if (raw === undefined || raw === null) return undefined;
  if (typeof raw === 'string') return raw;
  problems.reject('.tls.passphrase', t('must be a text, best "${secret:NAME}"'));
  return undefined;
}

function checkTogether(tls: TlsSettings, problems: EndpointProblems): void {
  if (tls.keyFile !== undefined && tls.certFile === undefined) {
    problems.reject('.tls.keyFile', t('is of no use without the certificate that belongs to it, certFile'));
  }
  if (tls.insecure !== true) return;
  if (tls.fingerprint !== undefined)
    return problems.remark('.tls.insecure', t('has no effect beside fingerprint, which is checked'));
  problems.warn(
    '.tls.insecure',
    t(
      'is true: anyone on the way can read your code and your login. Better name the CA in caFile, or pin the certificate with fingerprint',
    ),
  );
}

/** Nothing of a proxy's URL shows in a problem but what stands behind its login. */
function readProxy(raw: unknown, problems: EndpointProblems): string | undefined {
  if (raw === undefined || raw === null) return undefined;
  if (typeof raw !== 'string' || raw.trim() === '') {
    problems.reject('.proxy', t('must be a URL such as "http://proxy:3128", or "inherit"'));
    return undefined;
  }
  const written = raw.trim();
  if (written === 'inherit') return undefined;
  if (isProxyUrl(written.replace(PLACEHOLDER, 'x'))) return written;
  problems.reject(
    '.proxy',
    t(
      'is {0}; it must be "inherit" or a URL: http://, https://, socks5:// or socks4://, a host and its port',
      shown(withoutLogin(written)),
    ),
  );
  return undefined;
}

function isProxyUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return PROXY_SCHEMES.includes(protocol) && hostname !== '';
}

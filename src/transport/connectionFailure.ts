import { t } from '../common/l10n';
import { certificateWords, type CertificateFacts } from './certificate';
import type { TransportErrorKind } from './errors';

interface ConnectionErrorFacts {
  readonly code?: string;
  readonly certificate?: CertificateFacts;
  readonly proxy?: string;
  readonly status?: number;
}

/** What an adapter knows of a connection that failed beside what Node threw, which is its cause. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
  readonly code: string | undefined;
  readonly certificate: CertificateFacts | undefined;
  /** The proxy that failed, without its login. */
  readonly proxy: string | undefined;
  /** What the proxy answered. */
  readonly status: number | undefined;

  constructor(message: string, facts: ConnectionErrorFacts, options?: ErrorOptions) {
    super(message, options);
    this.code = facts.code;
    this.certificate = facts.certificate;
    this.proxy = facts.proxy;
    this.status = facts.status;
  }
}

/** The code of a setting that names what isn't there. */
export const SETTING_UNUSABLE = 'SETTING_UNUSABLE';
/** The code of a certificate that is not the pinned one. */
export const PIN_MISMATCH = 'CERT_PIN_MISMATCH';

/** The kind of failure that a code of Node stands for, and what it means in words; undefined where it says nothing. */
export function readCode(
  code: string,
  answerBegan: boolean,
): { readonly kind: TransportErrorKind; readonly words: string | undefined } {
  const kind = kindOfCode(code, answerBegan);
  return { kind, words: wordsOfCode()[code] ?? wordsOfKind()[kind] };
}

/** The certificate behind a failure, with its description. */
export function certificateBehind(
  thrown: unknown,
): { readonly facts: CertificateFacts; readonly words: string } | undefined {
  const facts = thrown instanceof ConnectionError ? thrown.certificate : undefined;
  return facts === undefined ? undefined : { facts, words: certificateWords(facts) };
}

/** The `code` of an error or of what caused it: node-fetch copies it, `fetch` and the client wrap it. */
export function errorCode(thrown: unknown): string | undefined {
  let error: unknown = thrown;
  for (let depth = 0; depth < 4 && error instanceof Error; depth += 1) {
    const code = (error as { code?: unknown }).code;
    if (typeof code === 'string') return code;
    error = error.cause;
  }
  return undefined;
}

/** Whether a code of Node says that a certificate is not trusted. */
export function isCertificateCode(code: string | undefined): boolean {
  return code !== undefined && certificateCodes.test(code);
}

const nameCodes = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA', 'EAI_NONAME']);
const connectionCodes = new Set([
  'ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EHOSTUNREACH', 'EHOSTDOWN', 'ENETUNREACH', 'ENETDOWN', 'EPIPE',
  'EADDRNOTAVAIL', 'ERR_STREAM_PREMATURE_CLOSE', 'UND_ERR_SOCKET', 'HPE_INVALID_CONSTANT',
]); // prettier-ignore
const certificateCodes =
  /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_(GET|VERIFY)_|HOSTNAME_MISMATCH|ERR_TLS_CERT_)/;
/** The host's alert when it lacks our certificate, or does not like it. */
const ownCertificateCodes = /^ERR_SSL_.*ALERT_.*(CERTIFICATE|UNKNOWN_CA)/;
const tlsCodes = /^(EPROTO|ERR_TLS_|ERR_SSL_)/;

function kindOfCode(code: string, answerBegan: boolean): TransportErrorKind {
  if (code === SETTING_UNUSABLE || code.startsWith('ERR_OSSL_')) return 'misconfigured';
  if (nameCodes.has(code)) return 'name-not-found';
  if (certificateCodes.test(code)) return 'certificate';
  if (ownCertificateCodes.test(code)) return 'client-certificate';
  if (tlsCodes.test(code)) return 'tls';
  if (code === 'ETIMEDOUT') return 'timeout';
  if (/^(HPE|Z)_/.test(code)) return 'not-an-engine';
  if (answerBegan) return 'connection-lost';
  return connectionCodes.has(code) ? 'unreachable' : 'host-fault';
}

function wordsOfCode(): Readonly<Record<string, string>> {
  return {
    ECONNREFUSED: t('nothing listens there'),
    EHOSTUNREACH: t('no way leads to the host'),
    ENETUNREACH: t('no way leads to the host'),
    EHOSTDOWN: t('no way leads to the host'),
    ENETDOWN: t('the network is down'),
    ETIMEDOUT: t('no answer to the attempt to connect'),
    EPROTO: t('the port does not speak TLS, or another version of it'),
    ERR_SSL_WRONG_VERSION_NUMBER: t('the port does not speak TLS'),
    ERR_SSL_PACKET_LENGTH_TOO_LONG: t('the port does not speak TLS'),
    Z_DATA_ERROR: t('the answer claims to be compressed and is not'),
    HPE_HEADER_OVERFLOW: t('the answer begins with more headers than any engine sends'),
    ERR_TLS_CERT_ALTNAME_INVALID: t('the certificate is for another name'),
    HOSTNAME_MISMATCH: t('the certificate is for another name'),
    DEPTH_ZERO_SELF_SIGNED_CERT: t('the certificate is self-signed'),
    SELF_SIGNED_CERT_IN_CHAIN: t('the certificate comes from an authority that this machine does not know'),
    UNABLE_TO_GET_ISSUER_CERT: t('the certificate comes from an authority that this machine does not know'),
    UNABLE_TO_GET_ISSUER_CERT_LOCALLY: t(
      'the certificate comes from an authority that this machine does not know',
    ),
    UNABLE_TO_VERIFY_LEAF_SIGNATURE: t(
      'the certificate comes from an authority that this machine does not know',
    ),
    CERT_HAS_EXPIRED: t('the certificate has expired'),
    CERT_NOT_YET_VALID: t("the certificate is not valid yet, or this machine's clock is wrong"),
    CERT_REVOKED: t('the certificate was revoked'),
    ERR_OSSL_PEM_NO_START_LINE: t('a file under tls is not PEM'),
    ERR_OSSL_BAD_DECRYPT: t('the passphrase under tls does not open the key'),
    ERR_OSSL_X509_KEY_VALUES_MISMATCH: t('certFile and keyFile under tls do not belong together'),
    [PIN_MISMATCH]: t('the certificate is not the pinned one'),
  };
}

function wordsOfKind(): Partial<Record<TransportErrorKind, string>> {
  return {
    'name-not-found': t('no host has this name'),
    'client-certificate': t('the host wants a certificate of this machine, or refused the one it got'),
    'connection-lost': t('the connection broke in the middle of the answer'),
    unreachable: t('the connection was closed before an answer came'),
    'not-an-engine': t('the answer is not HTTP'),
  };
}

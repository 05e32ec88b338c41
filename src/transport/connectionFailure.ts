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
  return { kind, words: wordsOfCode[code] ?? wordsOfKind[kind] };
}

/** The certificate behind a failure, with its description as the end of a sentence. */
export function certificateBehind(
  thrown: unknown,
): { readonly facts: CertificateFacts; readonly words: string } | undefined {
  const facts = thrown instanceof ConnectionError ? thrown.certificate : undefined;
  return facts === undefined ? undefined : { facts, words: `: ${certificateWords(facts)}` };
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

const wordsOfCode: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  EHOSTUNREACH: 'no way leads to the host',
  ENETUNREACH: 'no way leads to the host',
  EHOSTDOWN: 'no way leads to the host',
  ENETDOWN: 'the network is down',
  ETIMEDOUT: 'no answer to the attempt to connect',
  EPROTO: 'the port does not speak TLS, or another version of it',
  ERR_SSL_WRONG_VERSION_NUMBER: 'the port does not speak TLS',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'the port does not speak TLS',
  Z_DATA_ERROR: 'the answer claims to be compressed and is not',
  HPE_HEADER_OVERFLOW: 'the answer begins with more headers than any engine sends',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate is for another name',
  HOSTNAME_MISMATCH: 'the certificate is for another name',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate is self-signed',
  SELF_SIGNED_CERT_IN_CHAIN: 'the certificate comes from an authority that this machine does not know',
  UNABLE_TO_GET_ISSUER_CERT: 'the certificate comes from an authority that this machine does not know',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    'the certificate comes from an authority that this machine does not know',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'the certificate comes from an authority that this machine does not know',
  CERT_HAS_EXPIRED: 'the certificate has expired',
  CERT_NOT_YET_VALID: "the certificate is not valid yet, or this machine's clock is wrong",
  CERT_REVOKED: 'the certificate was revoked',
  ERR_OSSL_PEM_NO_START_LINE: 'a file under tls is not PEM',
  ERR_OSSL_BAD_DECRYPT: 'the passphrase under tls does not open the key',
  ERR_OSSL_X509_KEY_VALUES_MISMATCH: 'certFile and keyFile under tls do not belong together',
  [PIN_MISMATCH]: 'the certificate is not the pinned one',
};

const wordsOfKind: Partial<Record<TransportErrorKind, string>> = {
  'name-not-found': 'no host has this name',
  'client-certificate': 'the host wants a certificate of this machine, or refused the one it got',
  'connection-lost': 'the connection broke in the middle of the answer',
  unreachable: 'the connection was closed before an answer came',
  'not-an-engine': 'the answer is not HTTP',
};

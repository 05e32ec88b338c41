import type { CertificateFacts } from './certificate';

/** What went wrong between us and a host. Cancellation is not among them: an aborted request throws an AbortError. */
export type TransportErrorKind =
  /** No connection: refused, reset before an answer, no route. */
  | 'unreachable'
  | 'name-not-found'
  /** No TLS connection: the port speaks something else, or no version of it in common. */
  | 'tls'
  /** The host's certificate is not trusted, expired, for another name, or not the pinned one. */
  | 'certificate'
  /** The host wants a certificate of ours, or refused the one it got. */
  | 'client-certificate'
  /** A setting of the endpoint can't be applied: a file that is missing or no PEM, a wrong passphrase. */
  | 'misconfigured'
  /** The proxy on the way can't be reached, or refused. */
  | 'proxy'
  | 'timeout'
  /** 401 or 403. */
  | 'login'
  | 'model-missing'
  /** The host has the model but it can't do what was asked (`does not support …`). */
  | 'unsupported'
  | 'prompt-too-long'
  | 'out-of-memory'
  | 'disk-full'
  /** 429 or 503: try again later. */
  | 'busy'
  /** Something answered that is not the engine: HTML, a proxy's page, a redirect. */
  | 'not-an-engine'
  /** The connection broke after the answer had begun. */
  | 'connection-lost'
  /** The host's own failure: 5xx or an `error` inside a stream. */
  | 'host-fault'
  /** Our own request was refused as malformed. */
  | 'bad-request';

/** Which wait ran out: connecting, the first byte of the answer, or the next one. */
export type TimeoutPhase = 'connect' | 'firstByte' | 'betweenTokens';

export interface TransportErrorFacts {
  readonly kind: TransportErrorKind;
  /** The endpoint's URL without login or query. */
  readonly endpoint: string;
  /** Method and route, such as `POST /api/generate`. */
  readonly route: string;
  readonly status?: number;
  /** What calls itself the answer's maker, where that is not in an engine's words; empty where nothing does. */
  readonly server?: string;
  /** The login that is wanted is one of user and password. */
  readonly wantsBasic?: true;
  readonly phase?: TimeoutPhase;
  /** Node's code of a failed connection, such as `ECONNREFUSED` or `CERT_HAS_EXPIRED`. */
  readonly code?: string;
  /** The certificate that was refused. */
  readonly certificate?: CertificateFacts;
  /** What the host or the operating system said, without anything secret; one line. */
  readonly detail: string;
}

/** The only error that leaves `transport/`. Its message says what failed and where, in one line. */
export class TransportError extends Error {
  override readonly name = 'TransportError';
  readonly facts: TransportErrorFacts;

  constructor(facts: TransportErrorFacts, options?: ErrorOptions) {
    super(`${facts.route} at ${facts.endpoint}: ${facts.detail}`, options);
    this.facts = facts;
  }

  get kind(): TransportErrorKind {
    return this.facts.kind;
  }
}

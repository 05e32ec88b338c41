/** One HTTP request as the engines write it. `url` is absolute, with the endpoint's path prefix. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'DELETE' | 'HEAD';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Aborts the request, before its first byte as well as mid-stream: the connection is closed then. */
  readonly signal: AbortSignal;
  /** Called once a connection (with its TLS handshake) stands and the request goes out on it. */
  readonly onConnected?: () => void;
}

/**
 * The one port to the network. Adapters stand in `node/`; they never follow redirects to another origin, add the
 * User-Agent, and reject with what Node threw, or with a ConnectionError that tells more; `transport/failure.ts` makes a
 * TransportError of either.
 */
export interface HttpTransport {
  send(request: HttpRequest): Promise<Response>;
}

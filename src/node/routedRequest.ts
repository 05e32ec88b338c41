import { t } from '../common/l10n';
import http from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import type { TLSSocket } from 'node:tls';
import { ConnectionError, PIN_MISMATCH } from '../transport/connectionFailure';
import type { HttpRequest } from '../transport/httpTransport';
import { certificateFacts, isHandshaking, isTls, watchCertificate } from './peerCertificate';

/** The host closed an idle connection at the moment it was used again: that says nothing about the host. */
export class StaleConnection extends Error {}

export interface RequestGuard {
  /** Whether the editor's proxy settings apply. */
  readonly isEditors: boolean;
  /** The endpoint's own proxy, without its login. */
  readonly proxy?: string;
  /** SHA-256 of the one certificate to trust. */
  readonly pin?: string;
}

/**
 * Makes one request. What goes straight or through a proxy of the endpoint's own is a bare `http.ClientRequest`, for in
 * VS Code `http.request` and `https.request` are the editor's, with its proxy and the system's certificates.
 */
export function performRequest(
  options: http.RequestOptions,
  { body, onConnected }: HttpRequest,
  guard: RequestGuard,
): Promise<Response> {
  const request = guard.isEditors ? editorRequest(options) : new BareRequest(options);
  // Over plain HTTP, what TLS there is ends at the proxy.
  const isProxys = guard.proxy !== undefined && options.protocol !== 'https:';
  let seen: ReturnType<typeof watchCertificate> | undefined;
  let reachedProxy = false;
  request.once('socket', (socket) => {
    seen = watchCertificate(socket);
    whenConnected(socket, () => {
      reachedProxy = true;
      if (guard.pin !== undefined && !isProxys && isTls(socket)) checkPin(socket, guard.pin);
      if (!socket.destroyed) onConnected?.();
    });
  });
  request.once('proxyConnect', ({ statusCode = 200 }: { readonly statusCode?: number }) => {
    if (guard.proxy === undefined || statusCode === 200) return;
    const facts = { proxy: guard.proxy, status: statusCode };
    request.destroy(new ConnectionError(t('refused the way with status {0}', statusCode), facts));
  });
  return new Promise((resolve, reject) => {
    request.once('response', (incoming) => resolve(webResponse(incoming)));
    request.on('error', (error) => {
      if (request.reusedSocket && isReset(error)) reject(new StaleConnection('', { cause: error }));
      else if (seen === undefined || (isProxys && !reachedProxy)) reject(proxyFailure(error, guard.proxy));
      else reject(withCertificate(error, seen()));
    });
    request.end(body);
  });
}

/** Node's types leave out that its constructor takes what `http.request` takes. */
export const BareRequest = http.ClientRequest as unknown as new (
  options: http.RequestOptions,
) => http.ClientRequest;

function editorRequest(options: http.RequestOptions): http.ClientRequest {
  return options.protocol === 'https:' ? https.request(options) : http.request(options);
}

function whenConnected(socket: Socket, then: () => void): void {
  if (isHandshaking(socket)) socket.once('secureConnect', then);
  else if (socket.connecting) socket.once('connect', then);
  else then();
}

/** Ends the connection before anything is sent on it, as Node does where it does not trust a certificate. */
function checkPin(socket: TLSSocket, pin: string): void {
  const certificate = certificateFacts(socket.getPeerCertificate());
  if (certificate?.sha256 === pin) return;
  const facts = { code: PIN_MISMATCH, ...(certificate === undefined ? {} : { certificate }) };
  socket.destroy(new ConnectionError(t('the certificate is not the pinned one'), facts));
}

/** Before there is a socket, or one that is through with its proxy's TLS, what failed is the way to the proxy. */
function proxyFailure(error: Error, proxy: string | undefined): Error {
  if (proxy === undefined || error instanceof ConnectionError || error.name === 'AbortError') return error;
  const code = codeOf(error);
  const facts = { proxy, ...(code === undefined ? {} : { code }) };
  return new ConnectionError(t("can't be reached or does not serve: {0}", error.message), facts, {
    cause: error,
  });
}

/** The error with the certificate that was seen before it. */
export function withCertificate(error: Error, certificate: ReturnType<typeof certificateFacts>): Error {
  const code = codeOf(error);
  if (certificate === undefined || code === undefined || error instanceof ConnectionError) return error;
  return new ConnectionError(error.message, { code, certificate }, { cause: error });
}

function codeOf(error: Error): string | undefined {
  const { code } = error as { readonly code?: unknown };
  return typeof code === 'string' ? code : undefined;
}

function isReset(error: Error): boolean {
  return codeOf(error) === 'ECONNRESET' || codeOf(error) === 'EPIPE';
}

function webResponse(incoming: http.IncomingMessage): Response {
  const headers = new Headers();
  for (const [name, values = []] of Object.entries(incoming.headersDistinct)) {
    for (const value of values) headers.append(name, value);
  }
  const { statusCode: status = 0, statusMessage: statusText = '' } = incoming;
  const mayHaveBody = status !== 204 && status !== 304;
  if (!mayHaveBody) incoming.resume();
  const body = mayHaveBody ? (Readable.toWeb(incoming) as unknown as ReadableStream<Uint8Array>) : null;
  return new Response(body, { status, statusText, headers });
}

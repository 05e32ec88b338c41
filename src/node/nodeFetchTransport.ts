import http from 'node:http';
import https from 'node:https';
import { Readable } from 'node:stream';
import type { Response as NodeResponse } from 'node-fetch';
import { throwIfAborted } from '../common/abort';
import type { Disposable } from '../common/disposable';
import type { HttpRequest, HttpTransport } from '../transport/httpTransport';
import { watchConnection } from './connectionWatch';
import { withCertificate } from './routedRequest';

/**
 * HTTP by node-fetch over Node's `http` and `https`, which is where VS Code's proxy and certificate settings apply.
 * Connections are kept for the next request and closed by `dispose`. Where `goesBare` says so, requests go without an
 * agent of their own.
 */
export function createNodeFetchTransport(
  version: string,
  goesBare: () => boolean = () => false,
): HttpTransport & Disposable {
  const agents = {
    'http:': new http.Agent({ keepAlive: true }),
    'https:': new https.Agent({ keepAlive: true }),
  };
  const attempt = async (request: HttpRequest): Promise<Response> => {
    // It and what it needs are a seventh of all code: loaded with the first request, not with the editor.
    const { default: nodeFetch } = await import('node-fetch');
    // It answers an aborted signal with an error on the body's stream, which nobody hears.
    throwIfAborted(request.signal);
    const { result, connection } = watchConnection(agents, () =>
      nodeFetch(request.url, {
        method: request.method,
        headers: { ...withoutUserAgent(request.headers), 'User-Agent': `fillwright/${version}` },
        body: request.body ?? null,
        signal: request.signal,
        // A redirect would carry logins and code to where nobody configured; the answer tells its target.
        redirect: 'manual',
        // Compressed streams come late: the compressor waits for more.
        compress: false,
        agent: (url) =>
          goesBare() ? undefined : url.protocol === 'https:' ? agents['https:'] : agents['http:'],
      }),
    );
    connection.onConnected(() => request.onConnected?.());
    try {
      return webResponse(await result);
    } catch (thrown) {
      // The host closed an idle connection at the moment it was used again: that says nothing about the host.
      if (connection.reused() && isReset(thrown) && !request.signal.aborted) return attempt(request);
      throw thrown instanceof Error ? withCertificate(thrown, connection.certificate()) : thrown;
    }
  };
  return {
    send: attempt,
    dispose: () => {
      agents['http:'].destroy();
      agents['https:'].destroy();
    },
  };
}

function withoutUserAgent(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'user-agent'));
}

/** The web standard's response: clients can't read the Node stream that node-fetch hands out. */
function webResponse(response: NodeResponse): Response {
  const headers = new Headers();
  for (const [name, value] of response.headers) headers.append(name, value);
  const mayHaveBody = response.status !== 204 && response.status !== 304;
  const stream = mayHaveBody && response.body instanceof Readable ? Readable.toWeb(response.body) : null;
  const body = stream as ReadableStream<Uint8Array> | null;
  return new Response(body, { status: response.status, statusText: response.statusText, headers });
}

function isReset(thrown: unknown): boolean {
  const code = thrown instanceof Error ? (thrown as { code?: unknown }).code : undefined;
  return code === 'ECONNRESET' || code === 'EPIPE';
}

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { chatRoute } from './chatRoute';
import type { Caller, Host } from './completion';
import { deleteRoute, pullRoute } from './controlRoutes';
import { embedRoute } from './embedRoute';
import { generateRoute } from './generateRoute';
import { HostError } from './hostError';
import { psRoute, showRoute, tagsRoute } from './modelRoutes';
import { completionsRoute, listRoute, retrieveRoute, sendOpenAiError } from './openAiRoutes';
import { isForeign } from './originGuard';
import { send, sendJson } from './reply';

/** The Ollama whose API this host speaks, and that it is not that Ollama. */
const VERSION = '0.33.0+fillwright';

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly path: string;
  readonly caller: Caller;
}

type Route = (host: Host, exchange: Exchange) => void | Promise<void>;

const routes: Readonly<Record<string, Readonly<Record<string, Route>>>> = {
  '/': readable((_, { response }) => send(response, 200, 'text/plain; charset=utf-8', 'Ollama is running')),
  '/api/version': readable((_, { response }) => sendJson(response, 200, { version: VERSION })),
  '/api/tags': readable((host, { response }) => tagsRoute(host, response)),
  '/api/ps': { GET: (host, { response }) => psRoute(host, response) },
  '/api/show': posted((host, { response }, body) => showRoute(host, body, response)),
  '/api/generate': posted((host, { response, caller }, body) => generateRoute(host, caller, body, response)),
  '/api/chat': posted((host, { response, caller }, body) => chatRoute(host, caller, body, response)),
  '/api/embed': posted((host, { response, caller }, body) => embedRoute(host, caller, body, response)),
  '/api/pull': posted((host, { response }, body) => pullRoute(host, body, response)),
  '/api/delete': {
    DELETE: async (host, { request }) => deleteRoute(host, await readBody(request)),
  },
  '/v1/models': { GET: (host, { response }) => listRoute(host, response) },
  '/v1/models/*': {
    GET: (host, { response, path }) =>
      retrieveRoute(host, decodeURIComponent(path.slice('/v1/models/'.length)), response),
  },
  '/v1/completions': posted((host, { response, caller }, body) =>
    completionsRoute(host, caller, body, response),
  ),
  '/fillwright/requests': {
    GET: (host, { response }) => sendJson(response, 200, { requests: host.trail.recent() }),
  },
};

function readable(route: Route): Readonly<Record<string, Route>> {
  return { GET: route, HEAD: route };
}

function posted(
  route: (host: Host, exchange: Exchange, body: string) => void | Promise<void>,
): Readonly<Record<string, Route>> {
  return { POST: async (host, exchange) => route(host, exchange, await readBody(exchange.request)) };
}

/** An HTTP server for the host's routes; the caller makes it listen. */
export function createHostServer(host: Host): Server {
  return createServer((request, response) => {
    void handle(host, request, response);
  });
}

async function handle(host: Host, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = new URL(request.url ?? '/', 'http://host').pathname;
  const gone = new AbortController();
  response.on('close', () => {
    if (!response.writableFinished) gone.abort();
  });
  const caller = { route: path, userAgent: request.headers['user-agent'] ?? '', signal: gone.signal };
  try {
    if (isForeign(request)) {
      response.writeHead(403).end();
      return;
    }
    const methods = routes[path] ?? (path.startsWith('/v1/models/') ? routes['/v1/models/*'] : undefined);
    const route = methods?.[request.method ?? ''];
    if (methods === undefined) send(response, 404, 'text/plain', '404 page not found');
    else if (route === undefined) send(response, 405, 'text/plain', '405 method not allowed');
    else await route(host, { request, response, path, caller });
  } catch (error) {
    fail(response, path, error);
  }
}

/** Before the first byte an error has its own status; later it is a last line of the stream, as in Ollama. */
function fail(response: ServerResponse, path: string, error: unknown): void {
  if (response.destroyed) return;
  const known = error instanceof HostError ? error : new HostError(500, String(error));
  if (!(error instanceof HostError)) console.error(error);
  if (response.headersSent) response.end(`${JSON.stringify({ error: known.message })}\n`);
  else if (path.startsWith('/v1/')) sendOpenAiError(response, known);
  else sendJson(response, known.status, { error: known.message });
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

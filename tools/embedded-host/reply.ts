import type { ServerResponse } from 'node:http';

/** One whole answer as JSON, with Ollama's content type. */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  send(response, status, 'application/json; charset=utf-8', JSON.stringify(body));
}

/** One whole answer; a content type that has been set already stays. */
export function send(response: ServerResponse, status: number, contentType: string, body: string): void {
  if (response.destroyed) return;
  if (!response.hasHeader('content-type')) response.setHeader('content-type', contentType);
  response.writeHead(status, { 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

/**
 * A part of a streamed answer. The head goes out with the first part, as in Ollama: until then an error can still
 * have its own status.
 */
export function sendPart(response: ServerResponse, contentType: string, part: string): void {
  if (response.destroyed) return;
  if (!response.headersSent) response.writeHead(200, { 'content-type': contentType });
  response.write(part);
}

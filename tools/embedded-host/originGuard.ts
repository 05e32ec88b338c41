import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

/** Origins that Ollama lets in by default; requests outside browsers have none. */
const allowedOrigin =
  /^(https?:\/\/(localhost|127\.0\.0\.1|0\.0\.0\.0)(:\d+)?|(app|file|tauri|vscode-webview|vscode-file):\/\/.*)$/;
const localName = /^localhost$|\.(localhost|local|internal)$/i;

/**
 * Whether a web page from elsewhere asks: by its Origin, or (while the host listens on loopback) by a Host header
 * that no local program would send. Ollama answers both with 403.
 */
export function isForeign(request: IncomingMessage): boolean {
  const { origin, host = '' } = request.headers;
  if (origin !== undefined && !allowedOrigin.test(origin) && origin.replace(/^https?:\/\//, '') !== host)
    return true;
  if (!isLoopback(request.socket.localAddress ?? '')) return false;
  const name = host.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
  return !(name === '' || isNearAddress(name) || localName.test(name));
}

/** Loopback and private networks (RFC 1918, RFC 4193). */
function isNearAddress(name: string): boolean {
  const family = isIP(name);
  if (family === 0) return false;
  const near = new BlockList();
  near.addSubnet('127.0.0.0', 8);
  near.addSubnet('10.0.0.0', 8);
  near.addSubnet('172.16.0.0', 12);
  near.addSubnet('192.168.0.0', 16);
  near.addAddress('::1', 'ipv6');
  near.addSubnet('fc00::', 7, 'ipv6');
  return near.check(name, family === 6 ? 'ipv6' : 'ipv4');
}

function isLoopback(address: string): boolean {
  return address === '::1' || address.replace(/^::ffff:/, '').startsWith('127.');
}

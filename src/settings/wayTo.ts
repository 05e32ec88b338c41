import type { EndpointSettings } from './settings';

/** How requests get to an endpoint. */
export type Way =
  /** As the editor's proxy settings have it. */
  | { readonly kind: 'editor' }
  /** Straight there, whatever proxy the editor has. */
  | { readonly kind: 'direct' }
  /** Through this proxy; its URL may hold `${secret:NAME}`. */
  | { readonly kind: 'proxy'; readonly url: string };

/** A proxy of the endpoint's own is used wherever the host is: it may be the only way there. */
export function wayTo({
  url,
  proxy,
  bypassProxy,
}: Pick<EndpointSettings, 'url' | 'proxy' | 'bypassProxy'>): Way {
  if (bypassProxy === true) return { kind: 'direct' };
  if (proxy !== undefined) return { kind: 'proxy', url: proxy };
  return bypassProxy === undefined && isNearby(new URL(url).hostname)
    ? { kind: 'direct' }
    : { kind: 'editor' };
}

/**
 * Whether a host is on this machine or in its own network, by its address or a name that only such networks know. IPv6
 * addresses stand in brackets.
 */
export function isNearby(hostname: string): boolean {
  const name = hostname.toLowerCase().replace(/\.$/, '');
  if (name.startsWith('[')) return nearbyV6.test(name.slice(1, -1));
  if (/^[\d.]+$/.test(name)) return nearbyV4.test(name);
  return !name.includes('.') || localNames.test(name);
}

/** Loopback, RFC 1918, link-local. */
const nearbyV4 = /^(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.)/;
/** Loopback, unique local, link-local, and the above as mapped addresses. */
const nearbyV6 = /^(::1$|f[cd]|fe[89ab]|::ffff:(7f..|a..|a9fe|c0a8|ac1.):)/;
/** No proxy on the Internet resolves these; `.lan` is what home routers call their network. */
const localNames = /\.(localhost|local|lan|internal|home\.arpa)$/;

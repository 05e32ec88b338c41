import { t } from '../common/l10n';
import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import net from 'node:net';
import tls from 'node:tls';
import { abortable, abortError } from '../common/abort';
import { doorOf } from '../hosts/diagnosis/door';
import type { Certificate, Door, NetworkProbes } from '../hosts/diagnosis/ports';
import { expandSecrets, type SecretSource } from '../settings/headerSecrets';
import type { EndpointSettings } from '../settings/settings';
import { isTlsProxy, proxyTrust } from './proxyAgent';
import { BareRequest } from './routedRequest';
import { readTlsOptions } from './tlsOptions';

/** The network as Node shows it. */
export function createNetworkProbes(secrets: SecretSource): NetworkProbes {
  const openTunnel = async (
    proxy: string,
    endpoint: EndpointSettings,
    signal: AbortSignal,
  ): Promise<Tunnel> => {
    const url = await expandSecrets('proxy', proxy, secrets, encodeURIComponent);
    const trust = isTlsProxy(url)
      ? await readTlsOptions({ url: endpoint.url, tls: endpoint.tls }, secrets)
      : undefined;
    return tunnelThrough(url, doorOf(endpoint.url), { ca: trust?.ca, signal });
  };
  /** What was looked up last: a slow name server is waited for once. */
  const known = new Map<string, readonly LookupAddress[]>();
  return {
    resolve: async (host, signal) => {
      const found = await abortable(lookup(host, { all: true }), signal);
      known.set(host, found);
      return found.map(({ address }) => address);
    },
    connect: async (door, signal) => {
      const socket = await connected(net.connect({ ...door, ...lookedUp(door, known) }), 'connect', signal);
      const address = addressOf(socket);
      socket.destroy();
      return address;
    },
    tunnel: async (proxy, endpoint, signal) => {
      const { status, socket } = await openTunnel(proxy, endpoint, signal);
      socket.destroy();
      return status;
    },
    handshake: async (endpoint, proxy, signal) => {
      const target = doorOf(endpoint.url);
      const options = await readTlsOptions({ url: endpoint.url, tls: endpoint.tls }, secrets);
      const way =
        proxy === undefined
          ? { ...target, ...lookedUp(target, known) }
          : { socket: (await openTunnel(proxy, endpoint, signal)).socket };
      const serverName = options.servername ?? (net.isIP(target.host) === 0 ? target.host : '');
      const asked = { ...options, ...way, servername: serverName, rejectUnauthorized: false };
      const socket = await connected(tls.connect(asked), 'secureConnect', signal);
      const certificate = certificateOf(socket);
      socket.destroy();
      return certificate;
    },
  };
}

/** A look-up that answers with what is known of a host. */
function lookedUp(
  { host }: Door,
  known: ReadonlyMap<string, readonly LookupAddress[]>,
): { readonly lookup?: net.LookupFunction } {
  const addresses = known.get(host);
  if (addresses === undefined) return {};
  const [first] = addresses;
  return {
    lookup: (_host, { all }, answer) => {
      if (all === true || first === undefined) answer(null, [...addresses]);
      else answer(null, first.address, first.family);
    },
  };
}

/** The socket once it stands; destroyed where that fails or is given up. */
async function connected<S extends net.Socket>(socket: S, event: string, signal: AbortSignal): Promise<S> {
  const standing = new Promise<S>((resolve, reject) => {
    socket.once(event, () => resolve(socket));
    socket.once('error', reject);
    // Node reports an end in the middle of a handshake as a close alone in some versions.
    socket.once('close', () =>
      reject(Object.assign(new Error(t('the connection was closed')), { code: 'ECONNRESET' })),
    );
  });
  try {
    return await abortable(standing, signal);
  } catch (thrown) {
    socket.on('error', () => undefined);
    socket.destroy();
    throw thrown;
  }
}

function addressOf({ remoteAddress = '', remoteFamily, remotePort = 0 }: net.Socket): string {
  return `${remoteFamily === 'IPv6' ? `[${remoteAddress}]` : remoteAddress}:${remotePort}`;
}

interface Tunnel {
  readonly status: number;
  readonly socket: net.Socket;
}

function tunnelThrough(
  proxy: string,
  target: Door,
  { ca, signal }: { readonly ca: string[] | undefined; readonly signal: AbortSignal },
): Promise<Tunnel> {
  const { host, port } = doorOf(proxy);
  const authority = `${target.host.includes(':') ? `[${target.host}]` : target.host}:${target.port}`;
  const { username, password } = new URL(proxy);
  const login = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString(
    'base64',
  );
  return new Promise((resolve, reject) => {
    // Bare, for what VS Code puts in the place of `http.request` would go through its own proxy to this one.
    const request = new BareRequest({
      createConnection: () =>
        isTlsProxy(proxy)
          ? tls.connect({ host, port, ...proxyTrust(proxy, ca) })
          : net.connect({ host, port }),
      method: 'CONNECT',
      path: authority,
      headers: { Host: authority, ...(username === '' ? {} : { 'Proxy-Authorization': `Basic ${login}` }) },
    });
    request.once('connect', ({ statusCode = 0 }, socket) => resolve({ status: statusCode, socket: socket }));
    request.once('response', ({ statusCode = 0, socket }) => resolve({ status: statusCode, socket }));
    request.once('error', reject);
    signal.addEventListener('abort', () => {
      request.destroy();
      reject(abortError());
    });
    request.end();
  });
}

function certificateOf(socket: tls.TLSSocket): Certificate {
  const peer = socket.getPeerCertificate(true);
  return {
    subject: nameOf(peer.subject),
    issuer: nameOf(peer.issuer),
    sha256: peer.fingerprint256.replaceAll(':', '').toLowerCase(),
    validFrom: Date.parse(peer.valid_from),
    validTo: Date.parse(peer.valid_to),
    names: peer.subjectaltname ?? '',
    ...authorityOf(peer),
  };
}

function nameOf(name: Partial<tls.PeerCertificate['subject']> | undefined): string {
  return [name?.CN ?? name?.O ?? Object.values(name ?? {})].flat(2).join(', ');
}

/** The issuer of a root is the root itself; without one, what was sent ends somewhere below. */
function authorityOf(peer: tls.DetailedPeerCertificate): Pick<Certificate, 'authority'> {
  const seen = new Set<string>();
  let next: Partial<tls.DetailedPeerCertificate> | undefined = peer;
  while (next?.raw !== undefined && !seen.has(next.fingerprint256 ?? '')) {
    const issuer: Partial<tls.DetailedPeerCertificate> | undefined = next.issuerCertificate;
    if (issuer?.fingerprint256 === next.fingerprint256) return { authority: pem(next.raw) };
    seen.add(next.fingerprint256 ?? '');
    next = issuer;
  }
  return {};
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

import diagnostics from 'node:diagnostics_channel';
import type http from 'node:http';
import type https from 'node:https';
import type net from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { CertificateFacts } from '../transport/certificate';
import { watchCertificate } from './peerCertificate';

export interface WatchedConnection {
  /** Calls back once the connection stands, at once where it does already or can't be watched. */
  onConnected(callback: () => void): void;
  /** Whether an idle connection of an earlier request was taken. */
  reused(): boolean;
  /** What the host showed of itself, on a new connection with TLS. */
  certificate(): CertificateFacts | undefined;
}

export interface Agents {
  readonly 'http:': http.Agent;
  readonly 'https:': https.Agent;
}

/**
 * Tells when the one request that `send` makes has its connection. `send` must make it before it returns.
 *
 * node-fetch does not show its request. Node reports each new one on a diagnostics channel (since 22.12); before that,
 * the agent is asked, which in VS Code is not even used for remote hosts.
 */
export function watchConnection<T>(
  agents: Agents,
  send: () => T,
): { result: T; connection: WatchedConnection } {
  const sockets: Promise<net.Socket>[] = [];
  let certificate: () => CertificateFacts | undefined = () => undefined;
  const keep = (socket: net.Socket): net.Socket => {
    certificate = watchCertificate(socket);
    return socket;
  };
  let request: http.ClientRequest | undefined;
  let taken = false;
  const onCreated = (message: unknown): void => {
    const created = (message as { request: http.ClientRequest }).request;
    request = created;
    sockets.push(new Promise((resolve) => created.once('socket', (socket) => resolve(keep(socket)))));
  };
  const restore = [agents['http:'], agents['https:']].map((agent) =>
    observe(agent, (socket, old) => {
      taken ||= old;
      sockets.push(Promise.resolve(old ? socket : keep(socket)));
    }),
  );
  diagnostics.subscribe(CREATED, onCreated);
  try {
    const result = send();
    return {
      result,
      connection: {
        onConnected: (callback) => whenConnected(sockets[0], callback),
        reused: () => taken || request?.reusedSocket === true,
        certificate: () => certificate(),
      },
    };
  } finally {
    diagnostics.unsubscribe(CREATED, onCreated);
    for (const each of restore) each();
  }
}

const CREATED = 'http.client.request.created';

/** Sees which socket the agent takes or makes until the returned function is called. */
function observe(agent: http.Agent, see: (socket: net.Socket, old: boolean) => void): () => void {
  const hooks = agent as unknown as {
    createConnection?: (...args: unknown[]) => net.Socket;
    reuseSocket?: (socket: net.Socket, request: http.ClientRequest) => void;
  };
  const { createConnection, reuseSocket } = hooks;
  hooks.createConnection = (...args) => {
    const socket = createConnection?.apply(agent, args) as net.Socket;
    see(socket, false);
    return socket;
  };
  hooks.reuseSocket = (socket, request) => {
    see(socket, true);
    reuseSocket?.call(agent, socket, request);
  };
  return () => {
    delete hooks.createConnection;
    delete hooks.reuseSocket;
  };
}

function whenConnected(found: Promise<net.Socket> | undefined, callback: () => void): void {
  if (found === undefined) {
    callback();
    return;
  }
  void found.then((socket) => {
    const tls = socket as Partial<TLSSocket> & { secureConnecting?: boolean };
    if (tls.secureConnecting === true) socket.once('secureConnect', callback);
    else if (socket.connecting) socket.once('connect', callback);
    else callback();
  });
}

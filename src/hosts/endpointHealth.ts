import type { TransportErrorKind } from '../transport/errors';
import type { EndpointState } from './endpointState';

/** How an endpoint is, in one word, for lists and menus. */
export type EndpointHealth =
  'unknown' | 'ready' | 'loading' | 'busy' | 'degraded' | 'unreachable' | 'misconfigured';

export interface HealthFacts {
  /** False while the endpoint proves itself after a failure. */
  readonly isTrusted: boolean;
  /** Usual time to a completion's first token. */
  readonly firstTokenMs?: number | undefined;
}

/** Whoever types has gone on by then: the host works, but is hardly of use. */
const SLOW_FIRST_TOKEN_MS = 2_000;

export function healthOf(state: EndpointState, { isTrusted, firstTokenMs = 0 }: HealthFacts): EndpointHealth {
  switch (state.kind) {
    case 'unknown':
    case 'loading':
    case 'busy':
      return state.kind;
    case 'ready':
    case 'reachable':
    case 'working':
      return isTrusted && firstTokenMs <= SLOW_FIRST_TOKEN_MS ? 'ready' : 'degraded';
    case 'not-configured':
    case 'no-fim-model':
      return 'misconfigured';
    case 'failed':
      return healthAfter[state.error.kind];
  }
}

const healthAfter: Readonly<Record<TransportErrorKind, EndpointHealth>> = {
  unreachable: 'unreachable',
  'name-not-found': 'unreachable',
  timeout: 'unreachable',
  'connection-lost': 'unreachable',
  proxy: 'unreachable',
  tls: 'misconfigured',
  certificate: 'misconfigured',
  misconfigured: 'misconfigured',
  'client-certificate': 'misconfigured',
  login: 'misconfigured',
  'model-missing': 'misconfigured',
  unsupported: 'misconfigured',
  'not-an-engine': 'misconfigured',
  'bad-request': 'misconfigured',
  busy: 'busy',
  'prompt-too-long': 'degraded',
  'out-of-memory': 'degraded',
  'disk-full': 'degraded',
  'host-fault': 'degraded',
};
